"""How rounds look: states as tags, and the pieces of a task as rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from inventory.rounds.models import InventoryRound, Outcome, RoundAsset, RoundUnit
from inventory.rounds.queries.answers import is_proposed

Tag = tuple[str, str, str]
_R, _U = InventoryRound.State, RoundUnit.State
ROUND_TAGS: Mapping[str, Tag] = {
    _R.OPEN: ("Pågår", "info", "clipboard-list"),
    _R.CLOSED: ("Avslutad", "success", "circle-check"),
    _R.CANCELLED: ("Inställd", "neutral", "circle-x"),
}
UNIT_TAGS: Mapping[str, Tag] = {
    _U.WAITING: ("Inte påbörjad", "neutral", "clock"),
    _U.ANSWERING: ("Svarar", "info", "list-checks"),
    _U.SIGNED: ("Signerad", "warning", "stamp"),
    _U.REVIEWED: ("Granskad", "success", "circle-check"),
    _U.UNANSWERED: ("Inte besvarad", "danger", "circle-alert"),
}
OUTCOME_TAGS: Mapping[str, Tag] = {
    Outcome.PRESENT: ("Finns", "success", "circle-check"),
    Outcome.ELSEWHERE: ("Annan plats", "info", "arrow-right"),
    Outcome.DAMAGED: ("Skadad", "warning", "triangle-alert"),
    Outcome.MISSING: ("Saknas", "danger", "circle-alert"),
}


_OFTEN = {
    1: "Varje månad",
    2: "Varannan månad",
    3: "Var tredje månad",
    4: "Var fjärde månad",
    6: "Var sjätte månad",
    12: "Varje år",
    24: "Vartannat år",
    36: "Vart tredje år",
}


def how_often(months: int) -> str:
    """The time between two rounds: "Varje år", "Med 18 månaders mellanrum"."""
    return _OFTEN.get(months) or f"Med {months} månaders mellanrum"


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece as the unit answers for it. ``key`` is that of the answer which its button would send."""

    row: RoundAsset
    key: UUID
    tag: Tag | None
    is_proposed: bool


def shown(row: RoundAsset, today: date) -> Shown:
    return Shown(row, uuid4(), OUTCOME_TAGS.get(row.outcome), is_proposed(row, today))


def unit_tag(row: RoundUnit, inventory_round: InventoryRound, today: date) -> Tag:
    """The state of a unit's task; one that is late says so."""
    if row.is_unsigned and inventory_round.answer_by < today:
        return ("Försenad", "danger", "circle-alert")
    return UNIT_TAGS[row.state]


def with_tags(
    rows: Iterable[RoundUnit], inventory_round: InventoryRound, today: date
) -> list[tuple[RoundUnit, Tag]]:
    return [(row, unit_tag(row, inventory_round, today)) for row in rows]
