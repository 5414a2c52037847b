"""Loans end where the register says that a piece has gone. The register knows no loans: a room above keeps them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from inventory.models import Asset
from portal.core.people.models import User

# The pieces that are no longer on loan, by whom and when. Called in the transaction that took the mark away.
Ending = Callable[[Sequence[Asset], User | None, datetime], None]

_endings: list[Ending] = []


def register_loans(ending: Ending) -> None:
    """Called from ``AppConfig.ready`` of the room that keeps loans."""
    if ending not in _endings:
        _endings.append(ending)


def end_loans(assets: Sequence[Asset], by: User | None, at: datetime) -> None:
    """Let the room that keeps the loans of the pieces close them. Nothing when there is no piece."""
    for ending in _endings if assets else ():
        ending(assets, by, at)
