"""One sighting of a machine on the network, as it is told, and what a call of many came to."""

from dataclasses import dataclass
from datetime import date

MOST_CONTACTS = 10_000


@dataclass(frozen=True, slots=True)
class Contact:
    """``name`` is a serial number or an asset number, in upper case without spaces. ``unit`` is an HSA-id; ``location``
    the number or serial number of the region's network equipment that the machine was seen at. Both may be empty."""

    name: str
    day: date
    unit: str = ""
    location: str = ""
    hostname: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """``updated`` assets have a later day now, ``unchanged`` had it already. ``unknown`` are the names that the region's
    register does not have; ``deviations`` of them were noted at a unit, ``new_deviations`` for the first time."""

    received: int
    updated: int
    unchanged: int
    unknown: tuple[str, ...]
    deviations: int
    new_deviations: int
