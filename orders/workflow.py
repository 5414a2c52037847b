"""The states of an order and the only way between them. The diagram in the docs is made from ``TRANSITIONS``."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from orders.models import Order
from portal.core.audit.actions import record
from portal.core.outbox.actions import enqueue
from portal.core.people.models import User
from portal.core.units.models import Role
from portal.core.workflow import Transition, Workflow

S = Order.State


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
_FLOW = Workflow(*TRANSITIONS, called=lambda order: f"Beställning {order.number}")
allows, require_state = _FLOW.allows, _FLOW.require


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
    transition, before = _FLOW.take(order, name, by=by, at=at)
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
