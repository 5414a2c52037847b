"""How notices look: their icons, their states as tags, and a notice in a line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from portal.core.clock import local_date
from portal.core.web.formatting import iso, swedish_period
from portal.core.web.shown import Tag
from portal.notices.models import Kind, Notice, State
from portal.notices.models.notice import GRAVE
from portal.notices.queries.head import HeadNotice

ICONS: Mapping[str, str] = {
    Kind.OUTAGE: "triangle-alert",
    Kind.MAINTENANCE: "wrench",
    Kind.CHANGE: "file-text",
    Kind.INFORMATION: "info",
    Kind.INVENTORY: "clipboard-list",
}
_DONE = (State.RESOLVED, State.COMPLETED)
_OVER = (State.CANCELLED, State.CLOSED)
AS_PLANNED = "Pågår enligt plan"


@dataclass(frozen=True, slots=True)
class Window:
    """Planned time, for people and for programs."""

    text: str
    iso: str


@dataclass(frozen=True, slots=True)
class Glance:
    """A notice as the start page shows it. ``action``: what to do about it, where that is more than to read."""

    icon: str
    kind: str
    title: str
    text: str
    state: str
    window: Window | None
    path: str
    calendar: str
    action: str
    unread: bool


def state_tag(notice: Notice, at: datetime) -> Tag:
    """The state in a word. Maintenance whose window has begun goes on as planned until someone says otherwise."""
    label = str(State(notice.state).label)
    if notice.state == State.DRAFT:
        return Tag(label, "neutral", "file-pen-line")
    if notice.state in _DONE:
        return Tag(label, "success", "circle-check")
    if notice.state in _OVER:
        return Tag(label, "neutral", "circle-x")
    if notice.kind == Kind.OUTAGE:
        return Tag(label, "danger" if notice.impact in GRAVE else "warning", "triangle-alert")
    if is_under_way(notice, at):
        return Tag(AS_PLANNED, "warning", "wrench")
    return Tag(label, "info", "clock" if notice.kind == Kind.MAINTENANCE else ICONS[notice.kind])


def is_under_way(notice: Notice | HeadNotice, at: datetime) -> bool:
    """Whether planned work is in its window though nobody has said that it began."""
    if notice.state != State.SCHEDULED or notice.window_start is None or notice.window_end is None:
        return False
    return notice.window_start <= at < notice.window_end


def glance(one: HeadNotice, at: datetime) -> Glance:
    window = None
    if one.window_start:
        text = swedish_period(one.window_start, one.window_end, today=local_date(at))
        window = Window(text, iso(one.window_start))
    return Glance(
        icon=ICONS[one.kind],
        kind=Kind(one.kind).label,
        title=one.title,
        text=one.text,
        state=AS_PLANNED if is_under_way(one, at) else str(State(one.state).label),
        window=window,
        path=reverse("notices:detail", args=[one.number]),
        calendar=reverse("notices:calendar_event", args=[one.number]) if window else "",
        action="Läs ändringen" if one.kind == Kind.CHANGE else "",
        unread=one.unread,
    )
