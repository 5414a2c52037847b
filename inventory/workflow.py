"""The states of a move between units and the only way between them."""

from dataclasses import dataclass
from datetime import datetime

from inventory.models import AssetMove
from portal.core.audit.actions import record
from portal.core.constraints import guarded
from portal.core.errors import Conflict
from portal.core.outbox.actions import enqueue
from portal.core.people.models import User

S = AssetMove.State


@dataclass(frozen=True, slots=True)
class Transition:
    """``stamp`` is the pair ``…_at`` and ``…_by`` that the step sets; ``kind`` names it in the log and the outbox."""

    name: str
    sources: tuple[str, ...]
    target: str
    stamp: str

    @property
    def kind(self) -> str:
        return f"move.{self.stamp}"


TRANSITIONS = (
    Transition("agree", (S.ASKED,), S.AGREED, "agreed"),
    Transition("approve", (S.AGREED,), S.APPROVED, "approved"),
    Transition("decline", (S.ASKED, S.AGREED), S.DECLINED, "declined"),
    Transition("withdraw", (S.ASKED, S.AGREED), S.WITHDRAWN, "withdrawn"),
)
# What somebody is told of.
TOLD = ("move.asked", "move.agreed", "move.approved", "move.declined")
_BY_NAME = {transition.name: transition for transition in TRANSITIONS}


def allows(move: AssetMove, name: str) -> bool:
    """Whether the move's state lets the step be taken."""
    return move.state in _BY_NAME[name].sources


def require_step(move: AssetMove, name: str) -> None:
    """Raise Conflict, with what has become of the move, unless its state lets the step be taken."""
    if not allows(move, name):
        raise Conflict(
            "wrong_state",
            f"Flytten {move.number} är nu i läget ”{move.get_state_display()}”. "
            "Någon annan kan ha hunnit före. Läs in sidan igen.",
        )


def take_step(move: AssetMove, name: str, *, by: User, at: datetime) -> None:
    """Set state and times, save, log the act and put its message in the outbox. Called by actions alone, inside their
    transaction, with the move's row locked."""
    require_step(move, name)
    step = _BY_NAME[name]
    move.state = step.target
    setattr(move, f"{step.stamp}_at", at)
    setattr(move, f"{step.stamp}_by", by)
    with guarded():
        move.save()
    tell(move, step.kind, by=by, at=at)


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
