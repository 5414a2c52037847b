"""What the clock does: reminders in working days, each once, and rounds by schedule."""

from datetime import UTC, date, datetime, timedelta

import pytest

from inventory.rounds.actions.scheduling import (
    open_scheduled,
    retire_schedule,
    save_schedule,
)
from inventory.rounds.chasing import remind_units, reminder_days, reminders_due
from inventory.rounds.content import ScheduleContent
from inventory.rounds.models import InventoryRound, RoundSchedule
from portal.core.clock import months_after
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.notifications.models import Notification
from tests.rounds.rounding import ANSWER_BY, opened, signed
from tests.world import NOW, World

EARLY = date(2026, 11, 1)


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 7, tzinfo=UTC)


def test_the_days_of_the_reminders() -> None:
    """A Wednesday: seven working days before, on the day, three and ten after."""
    assert list(reminder_days(ANSWER_BY)) == [
        date(2026, 11, 23),
        ANSWER_BY,
        date(2026, 12, 7),
        date(2026, 12, 16),
    ]
    asked = [
        reminders_due(ANSWER_BY, EARLY, day) for day in (date(2026, 11, 22), date(2026, 11, 23), ANSWER_BY)
    ]
    assert asked == [0, 1, 2]
    assert reminders_due(ANSWER_BY, date(2026, 11, 25), date(2026, 11, 26)) == 0, "just told"


def told(kind: str) -> list[str]:
    rows = Notification.objects.filter(kind=kind).order_by("pk")
    return list(rows.values_list("person__family_name", flat=True))


def test_units_that_have_not_signed_are_reminded_and_then_the_coordinator_hears(world: World) -> None:
    found = opened(world)
    signed(world, found, world.other_unit)
    for day in (date(2026, 11, 23), date(2026, 11, 24), ANSWER_BY, date(2026, 12, 7), date(2026, 12, 15)):
        remind_units(moment(day))
    assert sorted(told("round.reminder")) == ["Ek"] * 3 + ["Lindqvist"] * 3
    assert told("round.overdue") == []
    for day in (date(2026, 12, 16), date(2026, 12, 17)):
        remind_units(moment(day))
    assert len(told("round.reminder")) == 8
    assert told("round.overdue") == ["Holm"]


def scheduled(world: World, **more: object) -> RoundSchedule:
    values = {
        "title": "Årlig inventering",
        "text": "",
        "programme": "halsoval",
        "months": 12,
        "next_on": date(2026, 12, 1),
    }
    return save_schedule(
        region=world.region, content=ScheduleContent(**(values | more)), by=world.coordinator, at=NOW
    )


def test_a_schedule_opens_its_round_once_when_it_is_due(world: World) -> None:
    schedule = scheduled(world)
    assert open_scheduled(schedule=schedule, by=None, at=moment(date(2026, 11, 30))) is None
    found = open_scheduled(schedule=schedule, by=None, at=moment(date(2026, 12, 1)))
    assert found is not None
    assert (found.answer_by, found.opened_by, found.schedule) == (date(2026, 12, 15), None, schedule)
    assert open_scheduled(schedule=schedule, by=None, at=moment(date(2026, 12, 1))) is None
    schedule.refresh_from_db()
    assert schedule.next_on == date(2027, 12, 1)
    assert InventoryRound.objects.count() == 1


def test_a_schedule_whose_units_are_busy_waits_for_the_next_time(world: World) -> None:
    schedule = scheduled(world, months=1)
    opened(world)
    assert open_scheduled(schedule=schedule, by=None, at=moment(date(2027, 2, 2))) is None
    schedule.refresh_from_db()
    assert schedule.next_on == date(2027, 3, 1)


def test_months_end_where_the_month_does() -> None:
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 12, 1), 1) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"months": 0}, "months"),
        ({"answer_days": 181}, "answer_days"),
        ({"next_on": NOW.date()}, "next_on"),
        ({"programme": "finns-inte"}, "unknown_programme"),
        ({"title": ""}, "title_missing"),
    ],
)
def test_schedules_that_cannot_be_saved(world: World, more: dict, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        scheduled(world, **more)
    assert refused.value.code == code


def test_one_schedule_for_each_programme_until_it_is_ended(world: World) -> None:
    schedule = scheduled(world)
    with pytest.raises(Conflict):
        scheduled(world)
    with pytest.raises(NotAllowed):
        retire_schedule(schedule=schedule, by=world.head, at=NOW)
    retire_schedule(schedule=schedule, by=world.coordinator, at=NOW + timedelta(days=1))
    assert scheduled(world).pk != schedule.pk
    assert open_scheduled(schedule=schedule, by=None, at=moment(date(2027, 1, 1))) is None
