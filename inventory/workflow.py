"""The states of a move between units and the only way between them."""

from datetime import datetime

from inventory.models import AssetMove
from portal.core.audit.actions import record
from portal.core.outbox.actions import enqueue
from portal.core.people.models import User
from portal.core.units.models import Role
from portal.core.workflow import Transition, Workflow

S = AssetMove.State

_HEAD, _COORDINATOR = (Role.HEAD_OF_UNIT,), (Role.COORDINATOR,)
TRANSITIONS = (
    Transition("agree", (S.ASKED,), S.AGREED, _HEAD, "move.agreed", ("agreed",)),
    Transition("approve", (S.AGREED,), S.APPROVED, _COORDINATOR, "move.approved", ("approved",)),
    Transition(
        "decline", (S.ASKED, S.AGREED), S.DECLINED, _HEAD + _COORDINATOR, "move.declined", ("declined",)
    ),
    Transition("withdraw", (S.ASKED, S.AGREED), S.WITHDRAWN, _HEAD, "move.withdrawn", ("withdrawn",)),
)
# What somebody is told of.
TOLD = ("move.asked", "move.agreed", "move.approved", "move.declined")
_FLOW = Workflow(*TRANSITIONS, called=lambda move: f"Flytten {move.number}")
allows, require_state = _FLOW.allows, _FLOW.require


def take_step(move: AssetMove, name: str, *, by: User, at: datetime) -> None:
    """Set state and times, save, log the act and put its message in the outbox. Called by actions alone, inside their
    transaction, with the move's row locked."""
    transition, _ = _FLOW.take(move, name, by=by, at=at)
    tell(move, transition.audit_kind, by=by, at=at)


def tell(move: AssetMove, kind: str, *, by: User, at: datetime) -> None:
    """Log the act, and let those hear of it who are to."""
    record(
        kind,
        by=by,
        at=at,
        subject=("move", move.number),
        unit=move.from_unit.hsa_id,
        after={
            "state": move.state,
            "asset": move.asset.asset_number,
            "to_unit": move.to_unit.hsa_id,
            "reason": move.answer or move.reason,
        },
    )
    if kind in TOLD:
        enqueue(kind, payload={"move": move.pk}, dedupe_key=f"{kind}:{move.number}", at=at)
