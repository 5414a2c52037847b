"""How often a job runs, in Swedish words, and when next. Pure."""

from datetime import datetime, timedelta
from typing import Any

from celery.schedules import crontab

WEEKDAYS = ("söndag", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag")
WORKDAYS = {1, 2, 3, 4, 5}
# The longest first: what a period divides evenly by gives the word.
UNITS = (
    (86_400, "dygn", "vart", "vartannat"),
    (3_600, "timme", "var", "varannan"),
    (60, "minut", "var", "varannan"),
    (1, "sekund", "var", "varannan"),
)


def often(schedule: Any) -> str:
    """ "varje minut", "varje dag kl. 07.00", "varje måndag kl. 06.30". A crontab beyond these words is given as it
    is written."""
    if isinstance(schedule, crontab):
        return _by_crontab(schedule)
    return _by_period(int(schedule.run_every.total_seconds()))


def next_run(schedule: Any, *, last: datetime | None, at: datetime) -> datetime | None:
    """The first moment after ``at`` that the schedule names. None for a period that has not begun yet."""
    if isinstance(schedule, crontab):
        start, until_next, _ = schedule.remaining_delta(at)
        return start + until_next
    if last is None:
        return None
    period: timedelta = schedule.run_every
    return at + period - (at - last) % period


def _by_period(seconds: int) -> str:
    for length, unit, every, every_other in UNITS:
        count, rest = divmod(seconds, length)
        if count and not rest:
            if count == 1:
                return f"varje {unit}"
            return f"{every_other} {unit}" if count == 2 else f"{every} {count}:{_ending(count)} {unit}"
    raise ValueError(f"a period of {seconds} seconds")


def _by_crontab(schedule: crontab) -> str:
    every_hour, every_month = len(schedule.hour) == 24, len(schedule.month_of_year) == 12
    day = _day(schedule)
    if not day or not every_month:
        return f"enligt schemat {_written(schedule)}"
    if not every_hour:
        hours = len(schedule.hour) * len(schedule.minute)
        return f"{day} kl. {_times(schedule)}" if hours <= 4 else f"enligt schemat {_written(schedule)}"
    within = _within_hour(sorted(schedule.minute))
    if not within:
        return f"enligt schemat {_written(schedule)}"
    return within if day == "varje dag" else f"{day} {within}"


def _day(schedule: crontab) -> str:
    """The days that it runs on; empty when they take more than a few words."""
    week, month = set(schedule.day_of_week), set(schedule.day_of_month)
    if len(month) == 31:
        if len(week) == 7:
            return "varje dag"
        if week == WORKDAYS:
            return "måndag till fredag"
        return f"varje {_and([WEEKDAYS[one] for one in sorted(week)])}" if len(week) <= 3 else ""
    if len(month) == 1 and len(week) == 7:
        (number,) = month
        return f"den {number}:{_ending(number)} varje månad"
    return ""


def _within_hour(minutes: list[int]) -> str:
    if len(minutes) == 1:
        return "varje timme" if minutes == [0] else f"varje timme, {minutes[0]} minuter över"
    step = minutes[1] - minutes[0]
    return _by_period(step * 60) if minutes == list(range(0, 60, step)) and 60 % step == 0 else ""


def _times(schedule: crontab) -> str:
    return _and(
        [f"{hour:02}.{minute:02}" for hour in sorted(schedule.hour) for minute in sorted(schedule.minute)]
    )


def _written(schedule: crontab) -> str:
    names = ("minute", "hour", "day_of_month", "month_of_year", "day_of_week")
    return " ".join(str(getattr(schedule, f"_orig_{name}")) for name in names)


def _and(words: list[str]) -> str:
    return " och ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _ending(number: int) -> str:
    return "a" if number % 10 in (1, 2) and number % 100 not in (11, 12) else "e"
