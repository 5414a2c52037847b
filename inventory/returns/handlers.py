"""What happens after an act: whom to write to and which document to make. Run by the outbox, twice if need be."""

from datetime import datetime
from typing import Any

from inventory.returns import recipients, tellings
from inventory.returns.actions.completing import COMPLETED, SIGNED
from inventory.returns.actions.hand_signing import BY_HAND
from inventory.returns.actions.opening import OPENED, WIDENED
from inventory.returns.actions.pickups import BOOKED, CANCELLED
from inventory.returns.actions.vouching import OBJECTED
from inventory.returns.documents import DOCUMENT_DUE, make_document, want_document
from inventory.returns.models import Handover, HandSignature, PickUp, ReturnCase, ReturnDocument
from portal.core.clock import local_date
from portal.core.notifications.actions.notify import notify
from portal.core.outbox.registry import subscribe
from portal.core.people.models import User


def subscribe_all() -> None:
    """Called once when the app is ready."""
    tellings.register_tellings()
    for kind, handler in (
        (OPENED, case_opened),
        (WIDENED, case_opened),
        (BOOKED, pickup_told),
        (CANCELLED, pickup_told),
        (SIGNED, handover_signed),
        (COMPLETED, handover_completed),
        (BY_HAND, signed_by_hand),
        (OBJECTED, signature_objected),
        ("return.closed", case_closed),
        ("return.cancelled", case_cancelled),
        (DOCUMENT_DUE, make_document),
    ):
        subscribe(kind, handler)


def case_opened(payload: dict[str, Any], at: datetime) -> None:
    """The unit is told, and the region: the coordinators of what the portal or the unit began, IT delivery always."""
    case = _case(payload)
    on = local_date(at)
    to = [*recipients.givers(case, on), *recipients.receivers(case, on)]
    _write(tellings.OPENED, case, _but(to, case.opened_by_id), f"{case.reason}:{case.due_on}", payload, at)


def pickup_told(payload: dict[str, Any], at: datetime) -> None:
    case, pickup = _case(payload), PickUp.objects.get(pk=payload["pickup"])
    on = local_date(at)
    everyone = [*recipients.givers(case, on), *recipients.receivers(case, on)]
    kind, who = (tellings.PICKUP, pickup.booked_by_id)
    if pickup.cancelled_at is not None:
        kind, who = (tellings.PICKUP_CANCELLED, pickup.cancelled_by_id)
    _write(kind, case, _but(everyone, who), str(pickup.pk), payload, at)


def handover_signed(payload: dict[str, Any], at: datetime) -> None:
    """The other party is asked to sign. A handover that was opened again needs nobody."""
    case = _case(payload)
    handover = Handover.objects.filter(pk=payload["handover"]).first()
    if handover is None or handover.is_complete or not handover.is_signed:
        return
    on = local_date(at)
    to = recipients.receivers(case, on) if handover.given_at else recipients.givers(case, on)
    signed_by, stamp = (
        handover.given_by_id or handover.received_by_id,
        handover.given_at or handover.received_at,
    )
    key = f"{handover.ordinal}:{stamp.isoformat()}"
    _write(tellings.TO_SIGN, case, _but(to, signed_by), key, payload, at)


def signed_by_hand(payload: dict[str, Any], at: datetime) -> None:
    """Who was chosen is asked whether it was he; of someone else the head of the unit is asked."""
    case = _case(payload)
    hand = HandSignature.objects.filter(handover=payload["handover"]).select_related("chosen").first()
    if hand is None or hand.is_answered:
        return
    to = [hand.chosen] if hand.chosen else recipients.heads(case, local_date(at))
    _write(tellings.SIGNED_BY_HAND, case, to, str(hand.pk), payload, at)


def signature_objected(payload: dict[str, Any], at: datetime) -> None:
    """The coordinators are told, and who held the phone."""
    case = _case(payload)
    hand = HandSignature.objects.select_related("taken_by").get(handover=payload["handover"])
    to = {one.pk: one for one in [*recipients.coordinators(case, local_date(at)), hand.taken_by]}
    _write(tellings.OBJECTED, case, list(to.values()), str(hand.pk), payload, at)


def handover_completed(payload: dict[str, Any], at: datetime) -> None:
    handover = Handover.objects.get(pk=payload["handover"])
    want_document(ReturnDocument.Kind.RECEIPT, _case(payload), handover, at=at)


def case_closed(payload: dict[str, Any], at: datetime) -> None:
    case = _case(payload)
    want_document(ReturnDocument.Kind.CERTIFICATE, case, at=at)
    _write(tellings.CLOSED, case, recipients.givers(case, local_date(at)), "", payload, at)


def case_cancelled(payload: dict[str, Any], at: datetime) -> None:
    case = _case(payload)
    _write(tellings.CANCELLED, case, recipients.givers(case, local_date(at)), "", payload, at)


def _case(payload: dict[str, Any]) -> ReturnCase:
    return ReturnCase.objects.select_related("unit").get(pk=payload["return"])


def _but(people: list[User], who: int | None) -> list[User]:
    return [one for one in people if one.pk != who]


def _write(
    kind: str, case: ReturnCase, to: list[User], key: str, payload: dict[str, Any], at: datetime
) -> None:
    event = f"{kind}:{case.number}:{key}".rstrip(":")
    notify(kind, to=to, payload=payload, event=event, about=about(case), at=at)


def about(case: ReturnCase) -> str:
    """What the log of notifications calls the case."""
    return f"return:{case.number}"
