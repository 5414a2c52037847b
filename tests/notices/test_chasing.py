"""The clock asks authors for news and units for acknowledgement, each time once."""

from datetime import date, timedelta

import pytest

from portal.core.clock import local_date
from portal.core.notifications.models import Notification
from portal.core.units.models import Assignment, Role
from portal.notices.actions.publish import update_notice
from portal.notices.actions.receive import acknowledge
from portal.notices.audience import Dimension
from portal.notices.chasing import ask_for_acknowledgement, ask_for_news, reminders_due
from portal.notices.content import UpdateContent
from portal.notices.models import Impact, Kind, Notice, State
from tests.notices.writing import reached, send
from tests.world import NOW, World, assign, make_person

MONDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 20)


def told(kind: str) -> list[str]:
    return list(
        Notification.objects.filter(kind=kind).order_by("pk").values_list("person__family_name", flat=True)
    )


@pytest.mark.parametrize(
    ("today", "count"),
    [
        (date(2026, 11, 17), 0),
        (date(2026, 11, 18), 1),
        (date(2026, 11, 19), 1),
        (FRIDAY, 2),
        (date(2026, 11, 24), 2),
        (date(2026, 11, 25), 3),
        (date(2026, 12, 25), 3),
    ],
)
def test_three_reminders_in_working_days(today: date, count: int) -> None:
    assert reminders_due(FRIDAY, today) == count


def test_the_first_reminder_before_a_monday_comes_on_the_thursday() -> None:
    assert reminders_due(MONDAY, date(2026, 11, 11)) == 0
    assert reminders_due(MONDAY, date(2026, 11, 12)) == 1


@pytest.mark.django_db
def test_the_author_of_a_major_outage_is_asked_every_half_hour(world: World) -> None:
    notice = reached(world, impact=Impact.MAJOR)
    ask_for_news(NOW + timedelta(minutes=29))
    assert told("notice.update_due") == []
    for minutes in (30, 31, 44):
        ask_for_news(NOW + timedelta(minutes=minutes))
    assert told("notice.update_due") == ["Berg"]
    assert told("notice.update_overdue") == []
    for minutes in (45, 60):
        ask_for_news(NOW + timedelta(minutes=minutes))
    assert told("notice.update_overdue") == ["Berg"], "there is no colleague, so he is asked once more"
    later = NOW + timedelta(hours=1)
    news = UpdateContent(state=State.IDENTIFIED, impact=Impact.MAJOR, text="Felet är hittat.")
    update_notice(notice=notice, content=news, seen=1, by=world.it_coordinator, at=later)
    ask_for_news(later + timedelta(minutes=29))
    assert len(told("notice.update_due")) == 1
    ask_for_news(later + timedelta(minutes=30))
    assert len(told("notice.update_due")) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("impact", [Impact.NONE, Impact.MINOR])
def test_small_outages_are_not_chased(world: World, impact: str) -> None:
    reached(world, impact=impact)
    ask_for_news(NOW + timedelta(days=1))
    assert told("notice.update_due") == []


@pytest.mark.django_db
def test_maintenance_that_nobody_has_closed_is_asked_for_when_its_window_ends(world: World) -> None:
    notice = reached(world, Kind.MAINTENANCE)
    assert notice.update_due_at == notice.window_end
    ask_for_news(notice.window_end)
    assert told("notice.update_due") == ["Berg"]


@pytest.mark.django_db
def test_a_question_that_was_answered_before_it_was_sent_is_not_sent(world: World) -> None:
    notice = reached(world, impact=Impact.MAJOR)
    ask_for_news(NOW + timedelta(minutes=30))
    over = UpdateContent(state=State.RESOLVED, impact=Impact.MAJOR, text="Löst.")
    update_notice(
        notice=notice, content=over, seen=1, by=world.it_coordinator, at=NOW + timedelta(minutes=31)
    )
    send(NOW + timedelta(minutes=32))
    assert Notification.objects.get(kind="notice.update_due").settled_at is not None


@pytest.mark.django_db
def test_units_are_reminded_and_the_coordinator_told(world: World) -> None:
    notice = reached(
        world,
        Kind.INFORMATION,
        needs_acknowledgement=True,
        acknowledge_before=local_date(NOW) + timedelta(days=2),
    )
    acknowledge(notice=notice, unit=world.other_unit, by=world.other_head, at=NOW)
    ask_for_acknowledgement(NOW)
    ask_for_acknowledgement(NOW + timedelta(hours=1))
    assert told("notice.acknowledge") == ["Lindqvist", "Ek"], "head and IT contact of the one that has not"
    ask_for_acknowledgement(NOW + timedelta(days=2))
    assert len(told("notice.acknowledge")) == 4
    assert told("notice.unacknowledged") == []
    for days in (3, 4):
        ask_for_acknowledgement(NOW + timedelta(days=days))
    assert told("notice.unacknowledged") == [], "it is a weekend"
    for days in (5, 6, 7):
        ask_for_acknowledgement(NOW + timedelta(days=days))
    assert told("notice.unacknowledged") == ["Holm"]
    assert len(told("notice.acknowledge")) == 6
    acknowledge(notice=notice, unit=world.unit, by=world.head, at=NOW + timedelta(days=7))
    ask_for_acknowledgement(NOW + timedelta(days=8))
    assert len(told("notice.acknowledge")) == 6


def asked_to_acknowledge(world: World, *audience: tuple[str, str]) -> Notice:
    last_day = local_date(NOW) + timedelta(days=2)
    return reached(
        world, Kind.INFORMATION, *audience, needs_acknowledgement=True, acknowledge_before=last_day
    )


@pytest.mark.django_db
def test_whoever_answers_for_the_unit_on_the_day_is_reminded(world: World) -> None:
    """Not the one who did when the notice was sent: a former head no longer sees what the unit is asked."""
    asked_to_acknowledge(world)
    Assignment.objects.filter(user=world.head).update(valid_to=local_date(NOW))
    successor = make_person("P900", "Ny", "Chef")
    assign(successor, Role.HEAD_OF_UNIT, unit=world.unit, valid_from=local_date(NOW) + timedelta(days=1))
    ask_for_acknowledgement(NOW + timedelta(days=2))
    names = told("notice.acknowledge")
    assert "Chef" in names
    assert world.head.family_name not in names


@pytest.mark.django_db
def test_a_notice_to_superusers_is_still_acknowledged_by_those_who_can(world: World) -> None:
    asked_to_acknowledge(world, (Dimension.ROLE, Role.SUPERUSER), (Dimension.UNIT, world.unit.hsa_id))
    ask_for_acknowledgement(NOW)
    assert told("notice.acknowledge") == ["Lindqvist", "Ek"]


@pytest.mark.django_db
def test_a_reminder_is_not_sent_to_someone_whose_unit_has_answered_meanwhile(world: World) -> None:
    notice = asked_to_acknowledge(world)
    ask_for_acknowledgement(NOW)
    acknowledge(notice=notice, unit=world.unit, by=world.head, at=NOW)
    send(NOW)
    asked = Notification.objects.filter(kind="notice.acknowledge")
    assert asked.get(person=world.head).settled_at is not None
    assert asked.get(person=world.other_head).sent_at is not None


@pytest.mark.django_db
def test_where_the_author_has_left_the_others_are_asked_at_once(world: World) -> None:
    colleague = make_person("P901", "Ida", "Kollega")
    assign(colleague, Role.IT_COORDINATOR, region=world.region)
    notice = reached(world, impact=Impact.MAJOR)
    Assignment.objects.filter(user=world.it_coordinator).delete()
    ask_for_news(notice.update_due_at)
    assert told("notice.update_due") == ["Kollega"]
