"""How assets look to people: the state as a tag, the life as a history with links to what it came from."""

from dataclasses import dataclass
from datetime import datetime

from inventory.models import Asset, AssetEvent
from inventory.sources import addresses_of

S = Asset.State

# Label, colour and icon. What is in use is the normal case and needs no mark in a list.
STATE_TAGS = {
    S.IN_USE: ("I bruk", "success", "circle-check"),
    S.IN_REPAIR: ("På reparation", "warning", "rotate-ccw"),
    S.MISSING: ("Saknas", "danger", "circle-alert"),
    S.STOLEN: ("Stulen", "danger", "shield-alert"),
    S.RETURNED: ("Återlämnad", "neutral", "undo-2"),
    S.DISPOSED: ("Kasserad", "neutral", "trash-2"),
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
