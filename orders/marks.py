"""What the rules said, what was decided and what has happened, in the words, colours and icons of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orders.models import OrderLine
from orders.models.outcome import Outcome
from orders.presentation import StateTag
from portal.core.audit.models import AuditEvent
from portal.core.audit.words import words_of

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


def outcome_mark(outcome: str, pieces: int = 0, *, decided: bool = False) -> StateTag:
    """What the rules said, as a tag; with ``pieces``: "3 att pröva", or "3 prövade" once they are decided."""
    color, icon = _OUTCOMES[outcome]
    label = str(Outcome(outcome).label)
    if pieces and outcome == Outcome.NEEDS_REVIEW:
        label = f"{pieces} {'prövad' if pieces == 1 else 'prövade'}" if decided else f"{pieces} att pröva"
    return StateTag(label, color, icon)


def decision_mark(line: OrderLine) -> StateTag | None:
    """The coordinator's decision on a line as a tag: "Beviljad", "2 av 3 beviljade". None before it."""
    if not line.decision:
        return None
    color, icon = _DECISIONS[line.decision]
    if line.decision == OrderLine.Decision.REDUCED:
        return StateTag(f"{line.granted} av {line.quantity} beviljade", color, icon)
    return StateTag(str(line.get_decision_display()), color, icon)


@dataclass(frozen=True, slots=True)
class LogRow:
    """One event as the log component draws it."""

    at: datetime
    who: str
    text: str
    note: str = ""


def log_rows(events: Iterable[AuditEvent]) -> list[LogRow]:
    """Audit events in plain Swedish: who, for whom, what and the words that were written with it."""
    return [
        LogRow(
            event.at, event.actor_name, _for_whom(event) + words_of(event.kind).sentence, _note(event.after)
        )
        for event in events
    ]


def _for_whom(event: AuditEvent) -> str:
    return f"för {event.on_behalf_of_name} " if event.on_behalf_of_name else ""


def _note(after: dict[str, Any]) -> str:
    text = after.get("message") or after.get("reason") or ""
    if text:
        return f"”{text}”"
    return str(after.get("delivery") or "")
