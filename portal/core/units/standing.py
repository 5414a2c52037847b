"""What the upper floors know of how units stand, told downward without an import: who is over a cap."""

from collections.abc import Callable, Sequence
from datetime import date

from portal.core.units.models import CareUnit

# By unit's key: what it has too much of, in a phrase. Units that have not are left out.
OverSource = Callable[[Sequence[CareUnit], date], dict[int, str]]

_sources: list[OverSource] = []


def register_over(source: OverSource) -> None:
    """Add a function that tells which units are over a cap. Called from ``AppConfig.ready``."""
    if source not in _sources:
        _sources.append(source)


def over_of(units: Sequence[CareUnit], on: date) -> dict[int, str]:
    """Which of the units are over a cap on the day, with what: "3 grundpaket"."""
    found: dict[int, str] = {}
    for source in _sources:
        found |= source(units, on) if units else {}
    return found
