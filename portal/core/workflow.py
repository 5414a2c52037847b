"""What every room's workflow is made of: the states of a row, and the only steps between them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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
        row.state = transition.target
        if hasattr(row, "state_since"):
            row.state_since = at
        for stamp in transition.clears:
            _stamp(row, stamp, None, None)
        for stamp in transition.stamps:
            _stamp(row, stamp, at, by)
        with guarded():
            row.save()
        return transition, before


def _stamp(row: Any, stamp: str, at: datetime | None, by: User | None) -> None:
    setattr(row, f"{stamp}_at", at)
    if hasattr(row, f"{stamp}_by_id"):
        setattr(row, f"{stamp}_by", by)
