"""The receipts and the certificate: asked for through the outbox, made once in the worker, kept as they were made."""

from datetime import datetime
from typing import Any

from inventory.incidents.presentation import charge_shown
from inventory.models import Asset
from inventory.returns.drawing import picture_of
from inventory.returns.models import Handover, ReturnCase, ReturnDocument, ReturnItem
from inventory.returns.queries.charged import charges_of
from portal.core.documents.models import keep_document
from portal.core.documents.pdf import pdf_of
from portal.core.outbox.actions import enqueue

DOCUMENT_DUE = "return.document_due"
_Kind, _State = ReturnDocument.Kind, ReturnItem.State


def want_document(kind: str, case: ReturnCase, handover: Handover | None = None, *, at: datetime) -> None:
    """Ask for a document. The same one is asked for once, however often this is called."""
    of = handover.ordinal if handover else "-"
    enqueue(
        DOCUMENT_DUE,
        payload={"kind": kind, "return": case.pk, "handover": handover.pk if handover else None},
        dedupe_key=f"{DOCUMENT_DUE}:{kind}:{case.number}:{of}",
        at=at,
    )


def make_document(payload: dict[str, Any], at: datetime) -> None:
    """Make the document unless it is there already: what has been made never changes."""
    place = {"kind": payload["kind"], "case_id": payload["return"], "handover_id": payload["handover"]}
    if ReturnDocument.objects.filter(**place).exists():
        return
    template, values = contents_of(payload["kind"], payload["return"], payload["handover"])
    keep_document(ReturnDocument, pdf_of(template, values), at=at, **place)


def contents_of(kind: str, case_id: int, handover_id: int | None) -> tuple[str, dict[str, Any]]:
    """The template and what stands in it. Raises DoesNotExist when what it tells of is not there."""
    case = ReturnCase.objects.select_related("unit__region", "unit__provider", "opened_by", "closed_by").get(
        pk=case_id
    )
    head = {"case": case, "unit": case.unit, "region": case.unit.region}
    if kind == _Kind.RECEIPT:
        return "documents/return_receipt.html", head | _receipt(case, handover_id)
    return "documents/return_certificate.html", head | _certificate(case)


def _receipt(case: ReturnCase, handover_id: int | None) -> dict[str, Any]:
    rows = Handover.objects.select_related("given_by", "received_by", "hand_signature__taken_by")
    handover = rows.get(pk=handover_id, case=case)
    handover.case = case
    hand = handover.by_hand
    return {
        "title": f"Kvittens {handover.name}",
        "handover": handover,
        "hand": hand,
        "picture": picture_of(hand.drawing) if hand and hand.drawing else "",
        "rows": _with_parts(case.items.filter(handover=handover)),
    }


def _certificate(case: ReturnCase) -> dict[str, Any]:
    items = case.items.select_related("handover", "decided_by", "erased_by")
    charges = {asset: charge_shown(one) for asset, one in charges_of(case).items()}
    residual = items.filter(state=_State.RESIDUAL).select_related("asset")
    left = [(item, charges.get(item.asset_id)) for item in residual]
    handovers = list(case.handovers.select_related("given_by", "received_by", "hand_signature"))
    for handover in handovers:
        handover.case = case
    return {
        "title": f"Intyg om återlämning {case.number}",
        "handovers": handovers,
        "rows": _with_parts(items.filter(state=_State.HANDED_OVER)),
        "left": left,
        "services": [one.service for one in case.services.select_related("service")],
    }


def _with_parts(items: Any) -> list[tuple[ReturnItem, list[Asset]]]:
    """Each piece with the parts that went with it. Two queries."""
    rows = list(items.select_related("asset").order_by("asset__asset_number"))
    parts: dict[int, list[Asset]] = {}
    wholes = [one.asset_id for one in rows]
    for part in Asset.objects.filter(part_of__in=wholes).order_by("asset_number"):
        parts.setdefault(part.part_of_id, []).append(part)
    return [(one, parts.get(one.asset_id, [])) for one in rows]
