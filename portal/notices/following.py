"""How the reach of a notice is told: the mails of a unit in a word and in numbers, and the list as CSV."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from portal.core.clock import STOCKHOLM
from portal.core.sheets import as_csv
from portal.notices.models import Notice
from portal.notices.queries.reach import UNTOLD, Reached, Told

# For one mail and for several, in the order that they are told.
_WORDS = {
    "SENT": ("skickat", "skickade"),
    "QUEUED": ("väntar", "väntar"),
    "GATHERED": ("samlas", "samlas"),
    "BOUNCED": ("kom tillbaka", "kom tillbaka"),
    "FAILED": ("kom inte fram", "kom inte fram"),
    "OFF": ("avstängt", "avstängda"),
    "SETTLED": ("behövdes inte", "behövdes inte"),
    UNTOLD: ("utan mejl", "utan mejl"),
}
_COLUMNS = (
    "Vårdenhet",
    "HSA-id",
    "Köad",
    "Personer",
    "Mejl skickade",
    "Väntar",
    "Samlas",
    "Avstängda",
    "Behövdes inte",
    "Utan mejl",
    "Kom inte fram",
    "Varför de inte kom fram",
    "Har öppnat",
    "Har öppnat senaste uppdateringen",
)
_ACKNOWLEDGED = ("Kvitterat", "Kvitterat av")


@dataclass(frozen=True, slots=True)
class Mark:
    """How the mails of a unit stand, in a word."""

    label: str
    color: str
    icon: str


def mark_of(told: Told) -> Mark:
    """The gravest first: what did not arrive, what has not been sent yet."""
    if told.failed:
        whole = told.failed == told.people
        label = "Kom inte fram" if whole else f"{told.failed} av {told.people} kom inte fram"
        return Mark(label, "danger", "circle-alert")
    if not told.people:
        return Mark("Ingen mottagare", "warning", "triangle-alert")
    if told.count("QUEUED"):
        return Mark("Väntar", "info", "clock")
    if told.count("SENT"):
        return Mark("Skickat", "success", "check")
    if told.count("GATHERED"):
        return Mark("Samlas", "info", "layers")
    return Mark("Avstängt" if told.count("OFF") else "Inget mejl", "neutral", "minus")


def mails_in_words(told: Told) -> str:
    """ "2 skickade, 1 samlas"."""
    return ", ".join(
        f"{told.count(standing)} {words[told.count(standing) > 1]}"
        for standing, words in _WORDS.items()
        if told.count(standing)
    )


def reach_as_csv(notice: Notice, rows: Iterable[Reached]) -> str:
    """One line for each unit, as the page shows them."""
    headings = (*_COLUMNS, *(_ACKNOWLEDGED if notice.needs_acknowledgement else ()))
    return as_csv(headings, (tuple(_cells(notice, one)) for one in rows))


def _cells(notice: Notice, one: Reached) -> Iterator[str | int]:
    row, told = one.row, one.told
    yield from (row.unit.name, row.unit.hsa_id, _moment(row.queued_at), told.people)
    for standing in ("SENT", "QUEUED", "GATHERED", "OFF", "SETTLED", UNTOLD):
        yield told.count(standing)
    yield told.failed
    yield " ".join(f"{lost.person.display_name}: {lost.failure}" for lost in one.failures)
    yield from (told.opened, told.current)
    if notice.needs_acknowledgement:
        yield _moment(row.acknowledged_at)
        yield row.acknowledged_by.display_name if row.acknowledged_by else ""


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}" if at else ""
