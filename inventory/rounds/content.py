"""What is said of a round, a schedule, an answer and a find, as plain values that pages and programs share."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from inventory.rounds.models import DEFAULT_ANSWER_DAYS, RoundChoice
from portal.core.units.chosen import Chosen

Dimension = RoundChoice.Dimension


@dataclass(frozen=True, slots=True)
class RoundContent:
    title: str
    text: str
    answer_by: date
    chosen: Chosen = field(default_factory=Chosen)


@dataclass(frozen=True, slots=True)
class ScheduleContent:
    """``programme`` is a code; empty for every unit of the region."""

    title: str
    text: str
    programme: str
    months: int
    next_on: date
    answer_days: int = DEFAULT_ANSWER_DAYS


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody says of a piece. ``key`` is the sender's own for this answer; ``seen`` how many answers to the same
    piece he had before him."""

    key: UUID
    asset_number: str
    outcome: str
    seen: int = 0
    function: str = ""
    room: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Equipment that was not expected. ``number`` is what stands on it: asset number or serial number."""

    key: UUID
    number: str = ""
    description: str = ""
    function: str = ""
    room: str = ""
