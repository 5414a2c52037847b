"""The Swedish working calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import clock

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "what"),
    [
        (date(2026, 1, 1), "nyårsdagen"),
        (date(2026, 1, 6), "trettondedag jul"),
        (date(2026, 4, 3), "långfredagen"),
        (date(2026, 4, 6), "annandag påsk"),
        (date(2026, 5, 1), "första maj"),
        (date(2026, 5, 14), "Kristi himmelsfärdsdag"),
        (date(2025, 6, 6), "nationaldagen, en fredag"),
        (date(2026, 6, 19), "midsommarafton"),
        (date(2026, 12, 24), "julafton"),
        (date(2026, 12, 25), "juldagen"),
        (date(2026, 12, 31), "nyårsafton"),
        (date(2026, 11, 21), "en lördag"),
        (date(2026, 11, 22), "en söndag"),
    ],
)
def test_days_off(day: date, what: str) -> None:
    assert not clock.is_workday(day), what


@pytest.mark.parametrize(
    "day",
    [date(2026, 1, 5), date(2026, 4, 2), date(2026, 5, 15), date(2026, 12, 23), date(2026, 11, 20)],
    ids=["trettondagsafton", "skärtorsdagen", "klämdagen", "dagen före julafton", "en fredag"],
)
def test_workdays(day: date) -> None:
    assert clock.is_workday(day)


def test_workdays_over_christmas() -> None:
    """23 December 2026 is a Wednesday; 24 and 25 are days off, then a weekend."""
    assert clock.add_workdays(date(2026, 12, 23), 1) == date(2026, 12, 28)
    assert clock.workdays_between(date(2026, 12, 23), date(2026, 12, 28)) == 1
    assert clock.workdays_between(date(2026, 11, 20), date(2026, 11, 23)) == 1
    assert clock.workdays_between(date(2026, 11, 20), date(2026, 11, 20)) == 0


@given(day=DAYS, count=st.integers(0, 40))
def test_adding_and_counting_agree(day: date, count: int) -> None:
    later = clock.add_workdays(day, count)
    assert clock.workdays_between(day, later) == count
    assert count == 0 or clock.is_workday(later)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 20, 22, 59, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 11, 20, 23, 0, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_the_day_changes_at_midnight_in_stockholm(moment: datetime, day: date) -> None:
    assert clock.local_date(moment) == day


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.today() == clock.local_date(clock.now())
