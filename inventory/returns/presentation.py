"""How returns look: their states as tags, and the events of a case as a history."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import groupby

from inventory.returns.models import Handover, ReturnCase, ReturnItem
from portal.core.audit.models import AuditEvent
from portal.core.people.masking import names_now
from portal.core.web.formatting import NBSP
from portal.core.web.shown import LogRow, Tag, log_rows

_State, _Item = ReturnCase.State, ReturnItem.State
_TAGS = {
    _State.CLOSED: ("success", "circle-check"),
    _State.CANCELLED: ("neutral", "circle-x"),
}
LATEST = 30
_CONDITION_TAGS = {"OK": "success", "WORN": "neutral", "DAMAGED": "warning", "MISSING": "danger"}


def case_tag(case: ReturnCase, today: date) -> Tag:
    """The state in a word; an open case whose day has passed is late."""
    if case.is_open:
        late = case.due_on < today
        return Tag("Försenad", "danger", "circle-alert") if late else Tag("Pågår", "info", "clock")
    return Tag(str(case.get_state_display()), *_TAGS[_State(case.state)])


def item_tag(item: ReturnItem) -> Tag:
    """Where a piece stands. Reads the asset of a computer that came back."""
    if item.state == _Item.RESIDUAL:
        return Tag(str(item.get_decision_display()), "neutral", "scale")
    if item.state == _Item.HANDED_OVER:
        if item.needs_erasure:
            return Tag("Ska raderas", "warning", "clock")
        return Tag("Raderad" if item.erased_at else "Överlämnad", "success", "circle-check")
    if item.is_missing:
        return Tag("Saknas", "danger", "circle-alert")
    if item.handover_id:
        return Tag("I en överlämning", "info", "truck")
    return Tag("Att lämna", "neutral", "clock")


def handover_tag(handover: Handover) -> Tag:
    if handover.is_complete:
        return Tag("Klar", "success", "circle-check")
    if handover.given_at:
        return Tag("Väntar på regionens underskrift", "warning", "clock")
    if handover.received_at:
        return Tag("Väntar på enhetens underskrift", "warning", "clock")
    return Tag("Inte underskriven", "neutral", "pencil")


def condition_color(item: ReturnItem) -> str:
    return _CONDITION_TAGS.get(item.condition, "neutral")


def events_of(case: ReturnCase) -> list[LogRow]:
    """What has been done in the case, latest first; what one did several times in the same minute stands once. One
    query."""
    events = AuditEvent.objects.filter(subject_kind="return", subject=case.number).order_by("-sequence")
    return list(_told_once(log_rows(names_now(events)[:LATEST])))


def _told_once(rows: Iterable[LogRow]) -> Iterable[LogRow]:
    for _, alike in groupby(
        rows, key=lambda row: (row.who, row.text, row.at.replace(second=0, microsecond=0))
    ):
        latest, *others = alike
        yield replace(latest, note=f"{len(others) + 1}{NBSP}gånger") if others else latest
