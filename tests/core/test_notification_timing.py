"""When a mail is due: quiet hours past midnight and over the nights that are an hour longer or shorter."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.clock import STOCKHOLM
from portal.core.notifications.timing import DIGEST_AT, Quiet, after_quiet, next_digest

NIGHT = Quiet(time(22), time(6, 30))
DAY = Quiet(time(12), time(13))


def local(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM, fold=fold)


@pytest.mark.parametrize(
    ("at", "quiet", "due"),
    [
        ("2026-11-18 21:59", NIGHT, "2026-11-18 21:59"),
        ("2026-11-18 22:00", NIGHT, "2026-11-19 06:30"),
        ("2026-11-19 00:00", NIGHT, "2026-11-19 06:30"),
        ("2026-11-19 06:29", NIGHT, "2026-11-19 06:30"),
        ("2026-11-19 06:30", NIGHT, "2026-11-19 06:30"),
        ("2026-11-19 12:00", DAY, "2026-11-19 13:00"),
        ("2026-11-19 13:00", DAY, "2026-11-19 13:00"),
        ("2026-11-19 22:00", None, "2026-11-19 22:00"),
    ],
)
def test_a_mail_in_quiet_hours_waits_to_their_end(at: str, quiet: Quiet | None, due: str) -> None:
    assert after_quiet(local(at), quiet) == local(due)


def test_the_end_is_by_the_clock_on_the_wall_when_the_clock_is_changed() -> None:
    # The night to 29 March 2026 is an hour shorter, that to 25 October an hour longer.
    for evening, morning, hours in (
        ("2026-03-28 22:00", "2026-03-29 06:30", 7.5),
        ("2026-10-24 22:00", "2026-10-25 06:30", 9.5),
    ):
        due = after_quiet(local(evening), NIGHT)
        assert due == local(morning)
        assert due.timestamp() - local(evening).timestamp() == hours * 3600


def test_an_end_in_the_hour_that_comes_twice_is_the_one_ahead() -> None:
    quiet = Quiet(time(23), time(2, 30))
    early, late = local("2026-10-25 02:15"), local("2026-10-25 02:15", fold=1)
    assert after_quiet(early, quiet).timestamp() == local("2026-10-25 02:30").timestamp()
    assert after_quiet(late, quiet).timestamp() == local("2026-10-25 02:30", fold=1).timestamp()


def test_an_end_in_the_hour_that_never_comes_is_not_in_the_past() -> None:
    at = local("2026-03-29 01:45")
    due = after_quiet(at, Quiet(time(23), time(2, 30)))
    assert timedelta(0) <= timedelta(seconds=due.timestamp() - at.timestamp()) <= timedelta(hours=1)


MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda n: local("2026-01-01 00:00") + timedelta(minutes=n))


@given(MOMENTS, st.times(), st.times())
def test_never_before_and_never_more_than_a_day_after(at: datetime, starts: time, ends: time) -> None:
    waited = after_quiet(at, Quiet(starts, ends)).timestamp() - at.timestamp() if starts != ends else 0
    assert 0 <= waited <= 25 * 3600


@given(MOMENTS)
def test_the_next_digest_is_ahead_and_at_seven(at: datetime) -> None:
    due = next_digest(at)
    assert due > at
    assert due.timestamp() - at.timestamp() <= 25 * 3600
    assert due.astimezone(STOCKHOLM).time() == DIGEST_AT
