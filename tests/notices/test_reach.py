"""A notice reaches those it concerns, each once, and those who come to belong to them later."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inventory.models import UnitService
from portal.core.clock import local_date
from portal.core.errors import Missing, NotAllowed
from portal.core.notifications.models import Notification, Preference, QuietHours
from portal.core.units.models import Assignment, Role
from portal.core.units.queries import roles_of
from portal.notices.actions.publish import update_notice
from portal.notices.actions.reach import reach_audience
from portal.notices.actions.receive import acknowledge, open_notice
from portal.notices.content import UpdateContent
from portal.notices.models import Impact, Kind, Notice, NoticeReading, State
from portal.notices.queries.head import head_of
from portal.notices.queries.waiting import still_reaching
from portal.notices.tasks import keep_audiences_current
from tests.notices.writing import published, reached, send
from tests.world import NOW, START, World, assign, give_contract, make_person, make_unit

pytestmark = pytest.mark.django_db


def told(notice: Notice, sequence: int = 1) -> set[int]:
    rows = Notification.objects.filter(event=f"notice:{notice.pk}:{sequence}")
    return set(rows.values_list("person_id", flat=True))


def head_notices(world: World, name: str) -> list[str]:
    person = world.people[name]
    return [one.number for one in head_of(roles_of(person, local_date(NOW)), NOW)]


def test_carried_out_twice_it_adds_nothing(world: World) -> None:
    notice = reached(world)
    before = notice.units.count(), notice.recipients.count(), Notification.objects.count()
    reach_audience(notice=notice, at=NOW + timedelta(minutes=1))
    assert (notice.units.count(), notice.recipients.count(), Notification.objects.count()) == before


def test_a_person_with_several_units_gets_one_mail(world: World) -> None:
    assign(world.head, Role.IT_CONTACT, unit=world.other_unit)
    notice = reached(world)
    assert notice.recipients.filter(person=world.head).count() == 2
    assert Notification.objects.filter(person=world.head, about=f"notice:{notice.pk}").count() == 1


def test_a_branch_is_reached_through_its_main_unit(world: World) -> None:
    branch = make_unit(world.region, world.unit.provider, "E001F", "Filialen", parent=world.unit)
    notice = reached(world, Kind.OUTAGE, ("UNIT", branch.hsa_id))
    assert [row.unit for row in notice.units.all()] == [branch]
    assert told(notice) == {world.head.pk, world.contact.pk, world.superuser.pk}
    assert head_notices(world, "head") == [notice.number]
    assert head_notices(world, "other_head") == []


def test_whoever_comes_later_is_reached_too(world: World) -> None:
    notice = reached(
        world, Kind.OUTAGE, ("SERVICE", "record-system"), ("UNIT", world.unit.hsa_id), **gives(world)
    )
    assert told(notice) == {world.head.pk, world.contact.pk, world.superuser.pk}
    late = make_person("P009", "Ny", "Kollega")
    assign(late, Role.IT_CONTACT, unit=world.unit)
    later = NOW + timedelta(hours=1)
    reach_audience(notice=notice, at=later)
    assert told(notice) == {world.head.pk, world.contact.pk, world.superuser.pk, late.pk}


def gives(world: World) -> dict[str, Any]:
    UnitService.objects.create(
        unit=world.unit, item_code="record-system", item_name="Cosmic", kind="SERVICE", valid_from=START,
        registered_at=NOW, registered_by=world.coordinator,
    )  # fmt: skip
    return {}


def test_roles_of_the_region_can_be_told_too(world: World) -> None:
    notice = reached(world, Kind.OUTAGE, ("ROLE", "IT_DELIVERY"), ("ROLE", "HEAD_OF_UNIT"))
    assert told(notice) == {world.head.pk, world.other_head.pk, world.delivery.pk}
    assert head_notices(world, "delivery") == [notice.number]
    assert head_notices(world, "contact") == [notice.number], "the portal shows it to the whole unit"


def test_a_unit_without_contract_is_not_concerned(world: World) -> None:
    bare = make_unit(world.region, world.unit.provider, "E003", "Utan avtal")
    notice = reached(world)
    assert bare.pk not in notice.units.values_list("unit", flat=True)
    give_contract(bare, valid_to=local_date(NOW))
    reach_audience(notice=notice, at=NOW)
    assert bare.pk in notice.units.values_list("unit", flat=True)


def test_an_update_that_is_not_mailed_is_shown_and_not_sent(world: World) -> None:
    notice = reached(world)
    open_notice(notice=notice, by=world.head, at=NOW)
    silent = UpdateContent(state=State.IDENTIFIED, impact=Impact.NONE, text="Felet är hittat.", by_mail=False)
    update_notice(notice=notice, content=silent, seen=1, by=world.it_coordinator, at=NOW)
    send()
    assert told(notice, 2) == set()
    (shown,) = head_of(roles_of(world.head, local_date(NOW)), NOW)
    assert (shown.state, shown.unread) == (State.IDENTIFIED, True)


def test_a_critical_outage_passes_quiet_hours_and_digests(world: World) -> None:
    QuietHours.objects.create(person=world.head, starts="00:00", ends="23:59")
    Preference.objects.create(person=world.contact, kind="notice.critical", how="DAILY")
    grave = reached(world, impact=Impact.CRITICAL)
    small = reached(world, impact=Impact.MINOR)
    assert Notification.objects.filter(about=f"notice:{grave.pk}", sent_at=NOW).count() == 4
    waiting = Notification.objects.get(about=f"notice:{small.pk}", person=world.head)
    assert waiting.sent_at is None
    assert waiting.due_at > NOW


def test_queries_do_not_grow_with_the_units(world: World) -> None:
    def queries() -> int:
        notice = published(world)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            reach_audience(notice=notice, at=NOW)
        return len(seen)

    few = queries()
    for number in range(20):
        unit = make_unit(world.region, world.unit.provider, f"E1{number:02}", f"Enhet {number}")
        give_contract(unit)
        assign(make_person(f"Q{number:03}", "Nils", "Nilsson"), Role.HEAD_OF_UNIT, unit=unit)
    assert queries() == few


def test_a_unit_acknowledges_once(world: World) -> None:
    asked = {"needs_acknowledgement": True, "acknowledge_before": local_date(NOW + timedelta(days=14))}
    notice = reached(world, Kind.INVENTORY, ("UNIT", world.unit.hsa_id), **asked)
    acknowledge(notice=notice, unit=world.unit, by=world.contact, at=NOW)
    acknowledge(notice=notice, unit=world.unit, by=world.head, at=NOW + timedelta(hours=1))
    row = notice.units.get()
    assert (row.acknowledged_by, row.acknowledged_at) == (world.contact, NOW)
    with pytest.raises(NotAllowed):
        acknowledge(notice=notice, unit=world.unit, by=world.superuser, at=NOW)
    with pytest.raises(Missing):
        acknowledge(notice=notice, unit=world.other_unit, by=world.other_head, at=NOW)


def test_opening_is_noted_up_to_the_update(world: World) -> None:
    notice = reached(world)
    for at in (NOW, NOW + timedelta(minutes=5)):
        open_notice(notice=notice, by=world.head, at=at)
    reading = NoticeReading.objects.get()
    assert (reading.sequence, reading.opened_at) == (1, NOW + timedelta(minutes=5))
    (shown,) = head_of(roles_of(world.head, local_date(NOW)), NOW)
    assert not shown.unread


def test_a_former_head_no_longer_sees_it(world: World) -> None:
    notice = reached(world, Kind.OUTAGE, ("UNIT", world.unit.hsa_id))
    Assignment.objects.filter(user=world.superuser).update(valid_to=local_date(NOW) - timedelta(days=1))
    roles = roles_of(world.superuser, local_date(NOW))
    assert not Notice.objects.visible_to(roles).filter(pk=notice.pk).exists()
    assert head_notices(world, "superuser") == []


def test_whoever_comes_later_is_told_but_not_asked_to_answer_by_a_day_that_is_over(world: World) -> None:
    last_day = local_date(NOW) + timedelta(days=5)
    asked = reached(world, Kind.INFORMATION, needs_acknowledgement=True, acknowledge_before=last_day)
    news = reached(world, Kind.INFORMATION)
    assert list(still_reaching(last_day)) == [asked, news]
    assert list(still_reaching(last_day + timedelta(days=1))) == [news]


def test_the_clock_takes_in_who_has_come(world: World) -> None:
    notice = reached(world, Kind.INFORMATION)
    late = make_person("P900", "Sen", "Ankomst")
    assign(late, Role.IT_CONTACT, unit=world.unit)
    keep_audiences_current()
    assert late.pk in told(notice)
