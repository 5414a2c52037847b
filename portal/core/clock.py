"""The calendar that people live by. Actions get their time from the caller; only the doors read the clock."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from django.utils import timezone

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def local_date(at: datetime) -> date:
    """The Swedish calendar day of a moment."""
    return at.astimezone(STOCKHOLM).date()


def today() -> date:
    return local_date(now())


@lru_cache(maxsize=32)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(
        holidays.Sweden(years=year, categories=("public", "de_facto"), language="sv", include_sundays=False)
    )


def is_workday(day: date) -> bool:
    """Monday to Friday, but for public holidays and the eves that Sweden keeps as such."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def workdays_between(first: date, last: date) -> int:
    """Workdays after ``first`` up to and with ``last``: 0 on the same day, 1 from a Friday to the Monday."""
    return sum(is_workday(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def add_workdays(day: date, count: int) -> date:
    """The workday that comes ``count`` workdays after ``day``."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last where it has none such."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
