"""What was signed on the region's phone is confirmed by the unit afterwards or objected to, and that is settled."""

from datetime import datetime

from django.db import transaction

from inventory.returns.access import may_decide, may_vouch
from inventory.returns.actions.writing import locked, roles_at
from inventory.returns.models import Handover, HandSignature
from inventory.returns.workflow import log, tell
from portal.core.access import require
from portal.core.constraints import guarded
from portal.core.errors import Conflict
from portal.core.people.models import User
from portal.core.text import usable_text

OBJECTED = "handover.objected"


def confirm_signature(*, handover: Handover, by: User, at: datetime) -> HandSignature:
    """Say that the signature is right. Raises NotAllowed for others than who was chosen and the head of the unit,
    Conflict when it is answered or taken away."""
    with transaction.atomic():
        hand = _unanswered(handover, by, at)
        hand.confirmed_at, hand.confirmed_by = at, by
        with guarded():
            hand.save(update_fields=["confirmed_at", "confirmed_by"])
        log(hand.handover.case, "handover.confirmed", by=by, at=at, after={"handover": hand.handover.name})
    return hand


def object_to_signature(*, handover: Handover, objection: str, by: User, at: datetime) -> HandSignature:
    """Say that it is not right, and why; the coordinators are told, and the case stays open until it is settled.
    Raises as ``confirm_signature``, and Invalid without a reason."""
    with transaction.atomic():
        hand = _unanswered(handover, by, at)
        objection = usable_text(
            "objection", objection, 500, missing="Skriv vad som inte stämmer.", code="text_missing"
        )
        hand.objected_at, hand.objected_by, hand.objection = at, by, objection
        with guarded():
            hand.save(update_fields=["objected_at", "objected_by", "objection"])
        handover = hand.handover
        after = {"handover": handover.name, "objection": objection}
        payload = {"handover": handover.pk}
        tell(handover.case, OBJECTED, by=by, at=at, event=str(hand.pk), after=after, payload=payload)
    return hand


def settle_objection(*, handover: Handover, settlement: str, by: User, at: datetime) -> HandSignature:
    """Write what came out when the objection was looked into. Raises NotAllowed for others than the coordinator,
    Invalid without a text, Conflict when there is no objection to settle."""
    with transaction.atomic():
        hand = _locked(handover)
        require(may_decide(roles_at(by, at), hand.handover.case.unit))
        if not hand.is_disputed:
            raise Conflict("not_disputed", "Det finns ingen invändning att reda ut. Läs in sidan igen.")
        settlement = usable_text(
            "settlement", settlement, 500, missing="Skriv vad som kom fram.", code="text_missing"
        )
        hand.settled_at, hand.settled_by, hand.settlement = at, by, settlement
        with guarded():
            hand.save(update_fields=["settled_at", "settled_by", "settlement"])
        after = {"handover": hand.handover.name, "settlement": settlement}
        log(hand.handover.case, "handover.settled", by=by, at=at, after=after)
    return hand


def _locked(handover: Handover) -> HandSignature:
    """The signature with its handover and case, held. Whoever answers late answers a case that is over."""
    case = locked(handover.case)
    rows = HandSignature.objects.select_for_update(of=("self",)).select_related("handover")
    hand = rows.filter(handover=handover.pk).first()
    if hand is None:
        raise Conflict("signature_gone", "Underskriften är borttagen. Läs in sidan igen.")
    hand.handover.case = case
    return hand


def _unanswered(handover: Handover, by: User, at: datetime) -> HandSignature:
    hand = _locked(handover)
    require(may_vouch(roles_at(by, at), hand, by))
    if hand.is_answered:
        raise Conflict("answered_before", "Någon har redan svarat om underskriften. Läs in sidan igen.")
    return hand
