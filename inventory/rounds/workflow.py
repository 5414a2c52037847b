"""The states of a round and of each unit's answer, the only way between them, and what a deviation may lead to."""

from collections.abc import Mapping

from inventory.rounds.models import Decision, InventoryRound, Outcome, RoundFind, RoundUnit
from portal.core.errors import Conflict
from portal.core.units.models import Role
from portal.core.workflow import Transition, Workflow

ANSWERED, SIGNED, REOPENED = "round.answered", "round.signed", "round.reopened"
REVIEWED, CLOSED, CANCELLED = "round.units_reviewed", "round.closed", "round.cancelled"
R, S = InventoryRound.State, RoundUnit.State
_COORDINATOR = (Role.COORDINATOR,)

ROUND_TRANSITIONS = (
    Transition("close", (R.OPEN,), R.CLOSED, _COORDINATOR, CLOSED, ("closed",)),
    Transition("cancel", (R.OPEN,), R.CANCELLED, _COORDINATOR, CANCELLED, ("closed",)),
)
UNIT_TRANSITIONS = (
    Transition(
        "answer",
        RoundUnit.UNSIGNED,
        S.ANSWERING,
        (Role.HEAD_OF_UNIT, Role.IT_CONTACT, Role.SUPERUSER),
        ANSWERED,
    ),
    Transition("sign", RoundUnit.UNSIGNED, S.SIGNED, (Role.HEAD_OF_UNIT,), SIGNED, ("signed",)),
    Transition(
        "reopen",
        (S.SIGNED, S.REVIEWED),
        S.ANSWERING,
        _COORDINATOR,
        REOPENED,
        clears=("signed", "reviewed"),
    ),
    Transition("review", (S.SIGNED,), S.REVIEWED, _COORDINATOR, REVIEWED, ("reviewed",)),
    # Logged with the end of the round.
    Transition("leave", RoundUnit.UNSIGNED, S.UNANSWERED, _COORDINATOR, CLOSED),
)
of_round = Workflow(*ROUND_TRANSITIONS, called=lambda row: f"Inventering {row.number}")
of_unit = Workflow(*UNIT_TRANSITIONS, called=lambda row: f"Svaret från {row.unit.name}")

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
