"""How assets look to people: the state as a tag, the life as a history with links to what it came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from inventory.models import Asset, AssetEvent, AssetMove
from inventory.sources import addresses_of
from portal.core.clock import local_date
from portal.core.web.formatting import MONTHS

S, M = Asset.State, AssetMove.State
LONG_LIFE = 12
"""Events: more are shown month by month."""

# Label, colour and icon. What is in use is the normal case and needs no mark in a list.
STATE_TAGS = {
    S.IN_USE: ("I bruk", "success", "circle-check"),
    S.IN_REPAIR: ("På reparation", "warning", "wrench"),
    S.MISSING: ("Saknas", "danger", "circle-alert"),
    S.STOLEN: ("Stulen", "danger", "shield-alert"),
    S.RETURNED: ("Återlämnad", "neutral", "undo-2"),
    S.DISPOSED: ("Kasserad", "neutral", "trash-2"),
    S.IN_STOCK: ("I regionens lager", "info", "warehouse"),
}
MOVE_TAGS = {
    M.ASKED: ("Väntar på mottagaren", "info", "clock"),
    M.AGREED: ("Väntar på samordnaren", "info", "clock"),
    M.APPROVED: ("Flyttad", "success", "circle-check"),
    M.DECLINED: ("Avböjd", "danger", "circle-alert"),
    M.WITHDRAWN: ("Återtagen", "neutral", "undo-2"),
}


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """One event: what, when, by whom, and what it came from, with a link where somebody knows it."""

    what: str
    at: datetime
    who: str
    note: str
    source: str
    url: str


def life_of(asset: Asset) -> list[LifeEvent]:
    """Latest first. One query, and what the floors above need to find their sources."""
    events = list(AssetEvent.objects.filter(asset=asset).select_related("happened_by"))
    urls = addresses_of({event.source for event in events if event.source})
    return [
        LifeEvent(
            what=str(event.get_kind_display()),
            at=event.happened_at,
            who=event.happened_by.display_name if event.happened_by else "Portalen",
            note=event.note,
            source=event.source,
            url=urls.get(event.source, ""),
        )
        for event in events
    ]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a long life: its name, how much happened, and the events."""

    title: str
    what: str
    events: list[LifeEvent]


def months_of(life: Sequence[LifeEvent]) -> list[Month]:
    """A long life by month, the latest first, with what happened by kind: "2 inventerad, 1 flyttad". A short life is
    shown as it is, and gives none."""
    if len(life) <= LONG_LIFE:
        return []
    found = []
    for (year, month), some in groupby(life, key=lambda event: _month_of(event.at)):
        events = list(some)
        kinds: dict[str, int] = {}
        for event in events:
            kinds[event.what] = kinds.get(event.what, 0) + 1
        what = ", ".join(f"{count} {kind.lower()}" for kind, count in kinds.items())
        found.append(Month(f"{MONTHS[month - 1].capitalize()} {year}", what, events))
    return found


def left_until(day: date | None, today: date, *, past: str = "gick ut") -> str:
    """ "3 månader kvar", "gick ut för 2 år sedan": how long it is to a day, in the largest unit that fits. ``past`` says
    what the day did when it came."""
    if day is None:
        return ""
    if day == today:
        return "i dag"
    away = _long(abs((day - today).days))
    return f"{away} kvar" if day > today else f"{past} för {away} sedan"


def _long(days: int) -> str:
    for size, one, several in ((365, "år", "år"), (30, "månad", "månader")):
        if days >= size:
            count = days // size
            return f"{count} {one if count == 1 else several}"
    return f"{days} {'dag' if days == 1 else 'dagar'}"


def _month_of(at: datetime) -> tuple[int, int]:
    day = local_date(at)
    return day.year, day.month
