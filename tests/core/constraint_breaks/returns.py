"""A return with a piece, a handover, a booked time, a service and its documents."""

from datetime import time
from typing import Any

from django.db.models import F

from inventory.models import UnitService
from inventory.returns.models import Handover, HandSignature, PickUp, ReturnDocument, ReturnService
from tests.core.constraint_breaks.breaking import Break, again, change, fresh
from tests.returns.returning import DUE, equipped, pieces_of
from tests.world import NOW, World


def scene_of(world: World) -> dict[str, Any]:
    """One sound row of everything. The service is the inventory's, so ask it after that."""
    case = pieces_of(world, equipped(world))
    handover = Handover.objects.create(case=case, ordinal=1, started_at=NOW, started_by=world.delivery)
    paper = {"case": case, "content": b"x", "content_hash": "x", "made_at": NOW}
    return {
        "return_case": case,
        "return_item": case.items.get(),
        "handover": handover,
        "pickup": PickUp.objects.create(
            case=case,
            day=DUE,
            window_start=time(9),
            window_end=time(11),
            place="p",
            contact="c",
            booked_at=NOW,
            booked_by=world.head,
        ),
        "return_service": ReturnService.objects.create(case=case, service=UnitService.objects.first()),
        "certificate": ReturnDocument.objects.create(kind="CERTIFICATE", **paper),
        "hand_signature": HandSignature.objects.create(
            handover=handover, role="Receptionist", taken_at=NOW, taken_by=world.delivery
        ),
        "return_receipt": ReturnDocument.objects.create(kind="RECEIPT", handover=handover, **paper),
    }


BREAKS: dict[str, Break] = {
    "one_open_return_per_unit": lambda s: again(fresh(s.return_case), number="R-2026-9999"),
    "return_closed_together": lambda s: change(s.return_case, closed_at=NOW),
    "return_cancelled_together": lambda s: change(s.return_case, cancelled_at=NOW),
    "return_state_agrees": lambda s: change(s.return_case, state="CLOSED"),
    "return_item_once": lambda s: again(fresh(s.return_item)),
    "return_item_decided_together": lambda s: change(s.return_item, decided_at=NOW),
    "return_item_state_agrees": lambda s: change(s.return_item, state="HANDED_OVER"),
    "return_item_condition_at_handover": lambda s: change(s.return_item, handover=s.handover),
    "return_item_erased_together": lambda s: change(s.return_item, erased_at=NOW),
    "return_item_erasure_proved": lambda s: change(s.return_item, erased_at=NOW, erased_by=s.world.delivery),
    "return_service_once": lambda s: again(fresh(s.return_service)),
    "handover_ordinal_once": lambda s: again(fresh(s.handover)),
    "handover_given_together": lambda s: change(s.handover, given_at=NOW),
    "handover_received_together": lambda s: change(s.handover, received_at=NOW),
    "handover_of_two_people": lambda s: change(
        s.handover, given_at=NOW, given_by=s.world.head, received_at=NOW, received_by=s.world.head
    ),
    "hand_signature_confirmed_together": lambda s: change(s.hand_signature, confirmed_at=NOW),
    "hand_signature_objected_together": lambda s: change(
        s.hand_signature, objected_at=NOW, objected_by=s.world.head
    ),
    "hand_signature_settled_together": lambda s: change(s.hand_signature, settlement="Utrett."),
    "hand_signature_one_answer": lambda s: change(
        s.hand_signature,
        confirmed_at=NOW,
        confirmed_by=s.world.head,
        objected_at=NOW,
        objected_by=s.world.head,
        objection="Nej.",
    ),
    "hand_signature_settled_after_objection": lambda s: change(
        s.hand_signature, settled_at=NOW, settled_by=s.world.coordinator, settlement="Utrett."
    ),
    "hand_signature_of_another": lambda s: change(s.hand_signature, chosen=s.world.delivery),
    "pickup_window_in_order": lambda s: change(s.pickup, window_end=F("window_start")),
    "pickup_cancelled_together": lambda s: change(s.pickup, cancelled_at=NOW),
    "one_certificate_per_return": lambda s: again(fresh(s.certificate)),
    "one_receipt_per_handover": lambda s: again(fresh(s.return_receipt)),
    "return_document_of_its_kind": lambda s: change(s.certificate, handover=s.handover),
}
