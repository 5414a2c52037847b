"""What pages give the components that draw it: a state as a tag, and what has happened as rows of the log."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.core.audit.models import AuditEvent
from portal.core.audit.words import words_of


@dataclass(frozen=True, slots=True)
class Tag:
    """A state as ``{% tag %}`` draws it."""

    label: str
    color: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class LogRow:
    """One event as ``{% log %}`` draws it."""

    at: datetime
    who: str
    text: str
    note: str = ""


def log_rows(
    events: Iterable[AuditEvent], note: Callable[[dict[str, Any]], str] = lambda after: ""
) -> list[LogRow]:
    """Audit events, read with ``names_now``, in plain Swedish: who, for whom and what. ``note`` picks, out of what an
    event wrote, the words that are shown with it."""
    return [
        LogRow(event.at, event.name_now, _for_whom(event) + words_of(event.kind).sentence, note(event.after))
        for event in events
    ]


def _for_whom(event: AuditEvent) -> str:
    return f"för {event.for_now} " if event.for_now else ""
