"""The kinds of notification that returns make: a line that says what it is, and a link."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from inventory.returns.models import Handover, HandSignature, PickUp, ReturnCase
from portal.core.notifications.kinds import Context, Kind, register_kinds
from portal.core.units.models import Role

TOPIC = "Återlämning"
OPENED, REMINDER, OVERDUE = "return.opened", "return.reminder", "return.overdue"
PICKUP, PICKUP_CANCELLED = "return.pickup", "return.pickup_cancelled"
TO_SIGN, CLOSED, CANCELLED = "return.to_sign", "return.closed", "return.cancelled"
SIGNED_BY_HAND, OBJECTED = "return.signed_by_hand", "return.objected"

_UNIT = (Role.HEAD_OF_UNIT, Role.IT_CONTACT)
_BOTH = (*_UNIT, Role.COORDINATOR, Role.IT_DELIVERY)
_About = Callable[[ReturnCase, dict[str, Any]], dict[str, Any] | None]


def register_tellings() -> None:
    """Called once when the app is ready."""
    for name, title, subject, roles, about in (
        (OPENED, "Utrustning ska lämnas tillbaka", "Återlämning {number}: lämnas senast {due}", _BOTH, _while_open),
        (REMINDER, "Påminnelse om återlämning", "Påminnelse: {number} lämnas senast {due}", _UNIT, _while_open),
        (OVERDUE, "En återlämning är försenad", "Försenad: {number}, {unit}", (Role.COORDINATOR,), _while_open),
        (PICKUP, "En hämtning är bokad", "Hämtning bokad: {number}, {day}", _BOTH, _booked),
        (PICKUP_CANCELLED, "En hämtning är avbokad", "Hämtning avbokad: {number}, {day}", _BOTH, _called_off),
        (TO_SIGN, "En överlämning väntar på din underskrift", "Skriv under överlämning {handover}", _BOTH, _to_sign),
        (
            SIGNED_BY_HAND, "En underskrift på plats ska bekräftas",
            "Stämmer underskriften på överlämning {handover}?", _UNIT, _unanswered,
        ),
        (
            OBJECTED, "En enhet invänder mot en underskrift", "Invändning mot överlämning {handover}",
            (Role.COORDINATOR, Role.IT_DELIVERY), _disputed,
        ),
        (CLOSED, "En återlämning är avslutad", "Återlämning {number} är avslutad", _UNIT, _always),
        (CANCELLED, "En återlämning är inställd", "Återlämning {number} är inställd", _UNIT, _always),
    ):  # fmt: skip
        register_kinds(Kind(name, title, TOPIC, subject, _TEMPLATES[name], _context(about), roles=roles))


_TEMPLATES = {
    OPENED: "mail/return_opened.txt",
    REMINDER: "mail/return_reminder.txt",
    OVERDUE: "mail/return_overdue.txt",
    PICKUP: "mail/return_pickup.txt",
    PICKUP_CANCELLED: "mail/return_pickup_cancelled.txt",
    TO_SIGN: "mail/return_to_sign.txt",
    SIGNED_BY_HAND: "mail/return_signed_by_hand.txt",
    OBJECTED: "mail/return_objected.txt",
    CLOSED: "mail/return_closed.txt",
    CANCELLED: "mail/return_cancelled.txt",
}


def _context(about: _About) -> Callable[[dict[str, Any]], Context]:
    """Of the case, with what ``about`` adds; None when there is no longer any reason to write."""

    def context(payload: dict[str, Any]) -> Context:
        case = ReturnCase.objects.select_related("unit").filter(pk=payload["return"]).first()
        more = about(case, payload) if case is not None else None
        if case is None or more is None:
            return None
        values = {
            "case": case,
            "number": case.number,
            "unit": case.unit.name,
            "due": case.due_on.isoformat(),
            "path": reverse("returns:detail", args=[case.number]),
        }
        return values | more

    return context


def _always(case: ReturnCase, payload: dict[str, Any]) -> dict[str, Any]:
    return {}


def _while_open(case: ReturnCase, payload: dict[str, Any]) -> dict[str, Any] | None:
    return {} if case.is_open else None


def _booked(case: ReturnCase, payload: dict[str, Any]) -> dict[str, Any] | None:
    """The time, unless it has been called off before anyone was told."""
    pickup = PickUp.objects.filter(pk=payload["pickup"], cancelled_at__isnull=True).first()
    return {"pickup": pickup, "day": pickup.day.isoformat()} if pickup and case.is_open else None


def _called_off(case: ReturnCase, payload: dict[str, Any]) -> dict[str, Any] | None:
    pickup = PickUp.objects.filter(pk=payload["pickup"]).first()
    return {"pickup": pickup, "day": pickup.day.isoformat()} if pickup else None


def _to_sign(case: ReturnCase, payload: dict[str, Any]) -> dict[str, Any] | None:
    """The handover, as long as exactly one has signed."""
    found = Handover.objects.filter(pk=payload["handover"]).first()
    if found is None or found.is_complete or not found.is_signed:
        return None
    found.case = case
    return _of_handover(found)


def _unanswered(case: ReturnCase, payload: dict[str, Any]) -> dict[str, Any] | None:
    """The signature, until someone has answered or it is taken away."""
    hand = _hand(case, payload)
    return {**_of_handover(hand.handover), "hand": hand} if hand and not hand.is_answered else None


def _disputed(case: ReturnCase, payload: dict[str, Any]) -> dict[str, Any] | None:
    hand = _hand(case, payload)
    return {**_of_handover(hand.handover), "hand": hand} if hand and hand.is_disputed else None


def _hand(case: ReturnCase, payload: dict[str, Any]) -> HandSignature | None:
    rows = HandSignature.objects.select_related("handover__given_by", "chosen", "taken_by", "objected_by")
    hand = rows.filter(handover=payload["handover"]).first()
    if hand is not None:
        hand.handover.case = case
    return hand


def _of_handover(handover: Handover) -> dict[str, Any]:
    path = reverse("returns:handover", args=[handover.case.number, handover.ordinal])
    return {"handover": handover.name, "path": path}
