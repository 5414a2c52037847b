"""The states of a round and of each unit's answer, and what a deviation may lead to."""

from collections.abc import Mapping

from inventory.rounds.models import Decision, InventoryRound, Outcome, RoundFind, RoundUnit
from portal.core.errors import Conflict

# What the coordinator may decide of an answer, the likeliest first.
DECISIONS: Mapping[str, tuple[Decision, ...]] = {
    Outcome.ELSEWHERE: (Decision.PLACE, Decision.MOVE, Decision.MISSING, Decision.NONE),
    Outcome.DAMAGED: (Decision.INCIDENT, Decision.NONE),
    Outcome.MISSING: (Decision.MISSING, Decision.INCIDENT, Decision.NONE),
}
OF_KNOWN_FIND = (Decision.TAKE_IN, Decision.NONE)
OF_UNKNOWN_FIND = (Decision.NOT_OURS, Decision.NONE)


def decisions_on_find(find: RoundFind) -> tuple[Decision, ...]:
    """A piece of the register may be taken in at the unit; what is not in it is not the region's."""
    return OF_KNOWN_FIND if find.asset_id else OF_UNKNOWN_FIND


def require_open(round: InventoryRound) -> None:
    """Raise Conflict for a round that is closed or cancelled."""
    if not round.is_open:
        told = "avslutad" if round.state == InventoryRound.State.CLOSED else "inställd"
        raise Conflict("round_closed", f"{round.number} är {told} och kan inte ändras.")


def require_unsigned(row: RoundUnit) -> None:
    """Raise Conflict unless the unit may still answer."""
    if not row.is_unsigned:
        raise Conflict(
            "signed",
            "Svaret är redan signerat. Kontakta regionens samordnare om något behöver ändras.",
        )
