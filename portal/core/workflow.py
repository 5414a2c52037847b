"""What every room's workflow is made of: the states of a row, and the only steps between them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from portal.core.constraints import guarded
from portal.core.errors import Conflict
from portal.core.people.models import User


@dataclass(frozen=True, slots=True)
class Transition:
    """A step that any of the roles may take. ``stamps`` are the pairs ``…_at`` (and ``…_by``, if there is one) it sets;
    ``clears`` those it empties. ``audit_kind`` is also the kind of the outbox message, of what somebody is told of."""

    name: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    audit_kind: str
    stamps: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()


class Workflow:
    """The steps by their names. ``called`` gives the row's name in a sentence, as "Beställning B-2026-0001"."""

    def __init__(self, *transitions: Transition, called: Callable[[Any], str]) -> None:
        self._by_name = {transition.name: transition for transition in transitions}
        self._called = called

    def allows(self, row: Any, name: str) -> bool:
        """Whether the row's state lets the step be taken."""
        return row.state in self._by_name[name].sources

    def require(self, row: Any, name: str) -> None:
        """Raise Conflict, with what has become of the row, unless its state lets the step be taken."""
        if not self.allows(row, name):
            raise Conflict(
                "wrong_state",
                f"{self._called(row)} är nu i läget ”{row.get_state_display()}”. "
                "Någon annan kan ha hunnit före. Läs in sidan igen.",
            )

    def take(self, row: Any, name: str, *, by: User, at: datetime) -> tuple[Transition, str]:
        """Check the state, set it and the times, ``state_since`` too if there is one, save, and return the step with the
        state before it.

        Called with the row locked, by a room's own ``move``, which logs the step and tells of it.
        """
        self.require(row, name)
        transition, before = self._by_name[name], row.state
        for column, value in _changes(row, transition, by, at).items():
            setattr(row, column, value)
        with guarded():
            row.save()
        return transition, before

    def take_all(self, rows: QuerySet, name: str, *, by: User, at: datetime) -> int:
        """Let those of the rows whose state allows the step take it, in one statement, and give how many.

        Called with the rows locked, by an action that logs what it is a part of.
        """
        transition = self._by_name[name]
        with guarded():
            may = rows.filter(state__in=transition.sources)
            return may.update(**_changes(rows.model, transition, by, at))


def _changes(of: Any, transition: Transition, by: User, at: datetime) -> dict[str, Any]:
    """What the step writes in the columns of a row, or of a model."""
    found: dict[str, Any] = {"state": transition.target}
    if hasattr(of, "state_since"):
        found["state_since"] = at
    for stamps, when, who in ((transition.clears, None, None), (transition.stamps, at, by)):
        for stamp in stamps:
            found[f"{stamp}_at"] = when
            if hasattr(of, f"{stamp}_by_id"):
                found[f"{stamp}_by"] = who
    return found
