"""What the rules said, what was decided and what has happened, in the words, colours and icons of a page."""

from collections.abc import Iterable
from typing import Any

from orders.models import OrderLine
from orders.models.outcome import Outcome
from portal.core.audit.models import AuditEvent
from portal.core.web.shown import LogRow, Tag, log_rows

_OUTCOMES = {
    "ALLOWED": ("success", "check"),
    "NEEDS_REVIEW": ("warning", "scale"),
    "REFUSED": ("danger", "triangle-alert"),
}
_DECISIONS = {
    "GRANTED": ("success", "check"),
    "REDUCED": ("warning", "minus"),
    "REFUSED": ("danger", "x"),
}


def outcome_mark(outcome: str, pieces: int = 0, *, decided: bool = False) -> Tag:
    """What the rules said, as a tag; with ``pieces``: "3 att pröva", or "3 prövade" once they are decided."""
    color, icon = _OUTCOMES[outcome]
    label = str(Outcome(outcome).label)
    if pieces and outcome == Outcome.NEEDS_REVIEW:
        label = f"{pieces} {'prövad' if pieces == 1 else 'prövade'}" if decided else f"{pieces} att pröva"
    return Tag(label, color, icon)


def decision_mark(line: OrderLine) -> Tag | None:
    """The coordinator's decision on a line as a tag: "Beviljad", "2 av 3 beviljade". None before it."""
    if not line.decision:
        return None
    color, icon = _DECISIONS[line.decision]
    if line.decision == OrderLine.Decision.REDUCED:
        return Tag(f"{line.granted} av {line.quantity} beviljade", color, icon)
    return Tag(str(line.get_decision_display()), color, icon)


def order_log(events: Iterable[AuditEvent]) -> list[LogRow]:
    """What has happened to an order, with the words that were written with each act."""
    return log_rows(events, _note)


def _note(after: dict[str, Any]) -> str:
    text = after.get("message") or after.get("reason") or ""
    if text:
        return f"”{text}”"
    return str(after.get("delivery") or "")
