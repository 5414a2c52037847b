"""How notices look: their icons, colours and the words of a state at a glance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from portal.notices.models import Kind, State
from portal.notices.queries.head import HeadNotice

ICONS: Mapping[str, str] = {
    Kind.OUTAGE: "triangle-alert",
    Kind.MAINTENANCE: "wrench",
    Kind.CHANGE: "file-text",
    Kind.INFORMATION: "info",
    Kind.INVENTORY: "clipboard-list",
}


@dataclass(frozen=True, slots=True)
class Glance:
    """A notice as a short list shows it."""

    icon: str
    kind: str
    title: str
    state: str
    window_start: datetime | None
    window_end: datetime | None
    path: str
    calendar: str
    unread: bool


def glance(one: HeadNotice) -> Glance:
    return Glance(
        icon=ICONS[one.kind],
        kind=Kind(one.kind).label,
        title=one.title,
        state=State(one.state).label,
        window_start=one.window_start,
        window_end=one.window_end,
        path=reverse("notices:detail", args=[one.number]),
        calendar=reverse("notices:calendar_event", args=[one.number]) if one.window_start else "",
        unread=one.unread,
    )
