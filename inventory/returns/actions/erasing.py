"""The region proves that the data on computers that came back are gone."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from inventory.returns.access import may_prove_erasure
from inventory.returns.actions.opening import item_of
from inventory.returns.actions.writing import locked_open, require_texts, roles_at
from inventory.returns.models import ReturnCase, ReturnItem
from inventory.returns.workflow import log
from portal.core.access import require
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Invalid
from portal.core.people.models import User


def prove_erasure(
    *, case: ReturnCase, item_ids: Collection[int], method: str, reference: str, by: User, at: datetime
) -> int:
    """Note how one or several computers were erased, and what proves it; give how many.

    Raises NotAllowed for others than the region's IT delivery; Invalid for no computer, an unknown method or a proof
    that is missing; Conflict for a piece that is not handed over, holds no data or is erased already.
    """
    reference = reference.strip()
    with transaction.atomic():
        case = locked_open(case)
        require(may_prove_erasure(roles_at(by, at), case.unit))
        if method not in ReturnItem.Method.values:
            raise Invalid("unknown_method", "Välj hur lagringen raderades.", field="method")
        if not reference:
            told = "Skriv vad som visar att lagringen är raderad, till exempel protokollets nummer."
            raise Invalid("proof_missing", told, field="reference")
        require_texts(reference=("Raderingsbevis", reference, 120))
        items = [item_of(case, pk) for pk in sorted(set(item_ids))]
        if not items:
            raise Invalid("no_pieces", "Markera minst en dator.", field="items")
        for item in items:
            if not item.needs_erasure:
                told = f"{item.asset.asset_number} väntar inte på radering. Läs in sidan igen."
                raise Conflict("not_to_erase", told)
            item.erased_at, item.erased_by = at, by
            item.erasure_method, item.erasure_reference = method, reference
        with guarded():
            ReturnItem.objects.bulk_update(
                items, ["erased_at", "erased_by", "erasure_method", "erasure_reference"]
            )
        numbers = [item.asset.asset_number for item in items]
        after = {"assets": numbers, "method": method, "reference": reference}
        log(case, "return.erased", by=by, at=at, after=after)
    return len(items)
