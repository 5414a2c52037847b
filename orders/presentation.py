"""How an order looks to people: its state as a coloured word, and its way as steps. Pure: no queries, no clock."""

from dataclasses import dataclass
from datetime import datetime

from orders.models import Order
from portal.core.clock import local_date
from portal.core.web.formatting import swedish_date
from portal.core.web.shown import Tag

S = Order.State

# Colour and icon of each state's tag; the words are the state's own.
_TAGS = {
    S.DRAFT: ("neutral", "pencil"),
    S.SUBMITTED: ("info", "send"),
    S.RETURNED_FOR_COMPLETION: ("warning", "undo-2"),
    S.CHECKED: ("warning", "clock"),
    S.ATTESTED: ("info", "stamp"),
    S.IN_DELIVERY: ("info", "truck"),
    S.DELIVERED: ("info", "truck"),
    S.CLOSED: ("success", "circle-check"),
    S.REFUSED: ("danger", "circle-x"),
    S.WITHDRAWN: ("neutral", "rotate-ccw"),
}
# What has been done, and what is being done now, in each state.
_DONE = {
    S.DRAFT: 0,
    S.RETURNED_FOR_COMPLETION: 0,
    S.SUBMITTED: 1,
    S.CHECKED: 2,
    S.ATTESTED: 3,
    S.IN_DELIVERY: 3,
    S.DELIVERED: 4,
    S.CLOSED: 5,
}
_STEPS = (
    ("Inskickad", "submitted_at"),
    ("Granskad", "checked_at"),
    ("Attest", "attested_at"),
    ("Leverans", "delivered_at"),
    ("Kvitterad", "closed_at"),
)
_NOW = {
    S.DRAFT: ("Inskickad", "inte skickad än"),
    S.RETURNED_FOR_COMPLETION: ("Kompletteras av enheten", ""),
    S.SUBMITTED: ("Granskning", "hos samordnaren"),
    S.CHECKED: ("Attest", "hos Beställarchefen"),
    S.ATTESTED: ("Leverans", "hos IT-leverans"),
    S.IN_DELIVERY: ("Leverans", "en del är levererad"),
    S.DELIVERED: ("Kvitteras av enheten", ""),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step as ``components/steps.html`` draws it. ``state``: done, now, later or stopped."""

    label: str
    note: str
    state: str


def state_tag(order: Order) -> Tag:
    color, icon = _TAGS[S(order.state)]
    return Tag(str(order.get_state_display()), color, icon)


def steps_of(order: Order) -> tuple[Step, ...]:
    """The order's way: Inskickad, Granskad, Attest, Leverans, Kvitterad, with what is done, what is going on and
    what remains. A refused or withdrawn order ends with the step at which it stopped. Years are told where they
    differ from that of the latest step."""
    if order.state == S.REFUSED:
        return _stopped(order, _refused_after(order), "Avslagen", order.refused_at)
    if order.state == S.WITHDRAWN:
        return _stopped(order, _done_before_withdrawal(order), "Återtagen", order.withdrawn_at)
    done = _DONE[S(order.state)]
    now = _NOW.get(S(order.state))
    steps = [_done(order, label, stamp) for label, stamp in _STEPS[:done]]
    if now:
        steps.append(Step(now[0], now[1], "now"))
    return (*steps, *(Step(label, "", "later") for label, _ in _STEPS[len(steps) :]))


def _stopped(order: Order, done: int, label: str, at: datetime | None) -> tuple[Step, ...]:
    steps = [_done(order, name, stamp) for name, stamp in _STEPS[:done]]
    return (*steps, Step(label, _day(order, at), "stopped"))


def _refused_after(order: Order) -> int:
    """How many steps were done before the refusal: the checker refuses after one, the attester after two."""
    return 1 if order.refused_by_id == order.checked_by_id else 2


def _done_before_withdrawal(order: Order) -> int:
    return sum(getattr(order, stamp) is not None for _, stamp in _STEPS[:3])


def _done(order: Order, label: str, stamp: str) -> Step:
    return Step(label, _day(order, getattr(order, stamp)), "done")


def _day(order: Order, at: datetime | None) -> str:
    return swedish_date(at, "short", today=local_date(order.state_since))
