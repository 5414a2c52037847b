"""The states of an order and the only way between them. The diagram in the docs is made from ``TRANSITIONS``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orders.models import Order
from portal.core.audit.actions import record
from portal.core.constraints import guarded
from portal.core.errors import Conflict
from portal.core.outbox.actions import enqueue
from portal.core.people.models import User
from portal.core.units.models import Role

S = Order.State


@dataclass(frozen=True, slots=True)
class Transition:
    """A step that any of the roles may take. ``stamps`` are the pairs ``…_at`` (and ``…_by``, if there is one) it sets;
    ``clears`` those it empties. ``audit_kind`` is also the kind of the outbox message."""

    name: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[Role, ...]
    audit_kind: str
    stamps: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()


TRANSITIONS = (
    Transition(
        "submit",
        (S.DRAFT, S.RETURNED_FOR_COMPLETION),
        S.SUBMITTED,
        (Role.HEAD_OF_UNIT,),
        "order.submitted",
        stamps=("submitted",),
        clears=("returned",),
    ),
    Transition(
        "send_back",
        (S.SUBMITTED, S.CHECKED),
        S.RETURNED_FOR_COMPLETION,
        (Role.COORDINATOR, Role.ORDERING_MANAGER),
        "order.returned",
        stamps=("returned",),
        clears=("checked",),
    ),
    Transition("check", (S.SUBMITTED,), S.CHECKED, (Role.COORDINATOR,), "order.checked", stamps=("checked",)),
    Transition(
        "refuse_at_check",
        (S.SUBMITTED,),
        S.REFUSED,
        (Role.COORDINATOR,),
        "order.refused",
        stamps=("checked", "refused"),
    ),
    Transition(
        "attest", (S.CHECKED,), S.ATTESTED, (Role.ORDERING_MANAGER,), "order.attested", stamps=("attested",)
    ),
    Transition(
        "refuse", (S.CHECKED,), S.REFUSED, (Role.ORDERING_MANAGER,), "order.refused", stamps=("refused",)
    ),
    Transition(
        "withdraw",
        (S.SUBMITTED, S.RETURNED_FOR_COMPLETION, S.CHECKED, S.ATTESTED),
        S.WITHDRAWN,
        (Role.HEAD_OF_UNIT,),
        "order.withdrawn",
        stamps=("withdrawn",),
    ),
    Transition(
        "deliver_part",
        (S.ATTESTED, S.IN_DELIVERY),
        S.IN_DELIVERY,
        (Role.IT_DELIVERY,),
        "order.part_delivered",
    ),
    Transition(
        "deliver_rest",
        (S.ATTESTED, S.IN_DELIVERY),
        S.DELIVERED,
        (Role.IT_DELIVERY,),
        "order.delivered",
        stamps=("delivered",),
    ),
    Transition(
        "redeliver",
        (S.IN_DELIVERY, S.DELIVERED),
        S.IN_DELIVERY,
        (Role.HEAD_OF_UNIT, Role.IT_CONTACT),
        "order.deviation",
        clears=("delivered",),
    ),
    Transition(
        "close",
        (S.DELIVERED,),
        S.CLOSED,
        (Role.HEAD_OF_UNIT, Role.IT_CONTACT),
        "order.closed",
        stamps=("closed",),
    ),
)
_BY_NAME = {transition.name: transition for transition in TRANSITIONS}


def allows(order: Order, name: str) -> bool:
    """Whether the order's state lets the step be taken."""
    return order.state in _BY_NAME[name].sources


def require_state(order: Order, name: str) -> None:
    """Raise Conflict, with what has become of the order, unless its state lets the step be taken."""
    if not allows(order, name):
        raise Conflict(
            "wrong_state",
            f"Beställning {order.number} är nu i läget ”{order.get_state_display()}”. "
            "Någon annan kan ha hunnit före. Läs in sidan igen.",
        )


def move(
    order: Order,
    name: str,
    *,
    by: User,
    at: datetime,
    note: Mapping[str, Any] | None = None,
    on_behalf_of: User | None = None,
    event: str = "",
) -> None:
    """Take one step: check the state, set the times, save, log the act and put its message in the outbox.

    Called by actions alone, inside their transaction, with the order's row locked. ``event`` tells repeated steps
    of the same kind apart in the outbox.
    """
    transition = _BY_NAME[name]
    require_state(order, name)
    before = order.state
    order.state, order.state_since = transition.target, at
    for stamp in transition.clears:
        _stamp(order, stamp, None, None)
    for stamp in transition.stamps:
        _stamp(order, stamp, at, by)
    with guarded():
        order.save()
    record(
        transition.audit_kind,
        by=by,
        at=at,
        subject=("order", order.number),
        unit=order.unit.hsa_id,
        before={"state": before},
        after={"state": order.state, "content_hash": order.content_hash, **(note or {})},
        on_behalf_of=on_behalf_of,
    )
    enqueue(
        transition.audit_kind,
        payload={"order": order.pk},
        dedupe_key=f"{transition.audit_kind}:{order.number}:{event or at.isoformat()}",
        at=at,
    )


def _stamp(order: Order, stamp: str, at: datetime | None, by: User | None) -> None:
    setattr(order, f"{stamp}_at", at)
    if hasattr(order, f"{stamp}_by_id"):
        setattr(order, f"{stamp}_by", by)
