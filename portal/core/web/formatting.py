"""Swedish dates, numbers and plurals as people read them. Pure: the reader's day is always given."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from portal.core.clock import STOCKHOLM

NBSP = "\u00a0"
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
SHORT_MONTHS = tuple(name if len(name) <= 4 else name[:3] for name in MONTHS)
WEEKDAYS = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")


def swedish_date(value: date | datetime | None, style: str, *, today: date) -> str:
    """A day in Swedish. Styles:

    - ``short``: "20 nov", with the year when it is not this year
    - ``long``: "20 november 2026"
    - ``weekday``: "fre 20 nov"
    - ``time``: "i dag kl. 09.12", "i går kl. 09.12", else "18 nov kl. 09.12"; a date without time gives the day
    """
    if value is None:
        return ""
    day, clock = _local(value)
    match style:
        case "long":
            return f"{day.day}{NBSP}{MONTHS[day.month - 1]} {day.year}"
        case "weekday":
            return f"{WEEKDAYS[day.weekday()]} {_short(day, today)}"
        case "time":
            return f"{_near(day, today)}{clock}"
        case "short":
            return _short(day, today)
    raise ValueError(f"unknown date style: {style}")


def swedish_period(start: datetime | None, end: datetime | None, *, today: date) -> str:
    """From and to: "lör 28 nov kl. 06.00–07.00", also past midnight into the next morning; longer ones with both days."""
    if start is None or end is None:
        return ""
    first, begins = _local(start)
    last, ends = _local(end)
    head = f"{swedish_date(first, 'weekday', today=today)}{begins}"
    if first == last or end - start < timedelta(hours=12):
        return f"{head}–{ends.removeprefix(f' kl.{NBSP}')}"
    return f"{head} till {swedish_date(last, 'weekday', today=today)}{ends}"


def iso(value: date | datetime) -> str:
    """For the ``datetime`` attribute: ISO 8601, times in Swedish time with their offset."""
    if isinstance(value, datetime):
        return value.astimezone(STOCKHOLM).isoformat(timespec="minutes")
    return value.isoformat()


def number(value: int | float | Decimal | None) -> str:
    """2043 → "2 043" with a no-break space, 0.5 → "0,5"; nothing for None."""
    if value is None or value == "":
        return ""
    return f"{value:,}".replace(",", NBSP).replace(".", ",").replace("-", "\u2212")


def plural(count: int, forms: str) -> str:
    """The word that fits: ``plural(1, "dag,dagar")`` is "dag". One form stands for both."""
    singular, _, several = forms.partition(",")
    return singular if count == 1 or not several else several


def initials(name: str) -> str:
    """ "Maria Lindqvist" → "ML": the first letters of the first and the last word."""
    words = name.split()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else ""


def _local(value: date | datetime) -> tuple[date, str]:
    if isinstance(value, datetime):
        local = value.astimezone(STOCKHOLM)
        return local.date(), f" kl.{NBSP}{local:%H.%M}"
    return value, ""


def _short(day: date, today: date) -> str:
    text = f"{day.day}{NBSP}{SHORT_MONTHS[day.month - 1]}"
    return text if day.year == today.year else f"{text} {day.year}"


def _near(day: date, today: date) -> str:
    if day == today:
        return "i dag"
    if day == today - timedelta(days=1):
        return "i går"
    if day == today + timedelta(days=1):
        return "i morgon"
    return _short(day, today)
