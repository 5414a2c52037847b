"""The region proves that the data on computers that came back are gone."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from inventory.actions.state import note_erased
from inventory.actions.store import locked_to_erase
from inventory.models import Asset
from inventory.returns.access import may_prove_erasure
from inventory.returns.actions.opening import item_of
from inventory.returns.actions.writing import locked_open, roles_at
from inventory.returns.models import ReturnCase, ReturnItem
from inventory.returns.workflow import log
from portal.core.access import require
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Invalid
from portal.core.people.models import User
from portal.core.text import usable_text


def prove_erasure(
    *, case: ReturnCase, item_ids: Collection[int], method: str, reference: str, by: User, at: datetime
) -> int:
    """Note how one or several computers of a case were erased, and what proves it; give how many.

    Raises NotAllowed for others than the region's IT delivery; Invalid for no computer, an unknown method or a proof
    that is missing; Conflict for a piece that is not handed over, holds no data or is erased already.
    """
    with transaction.atomic():
        case = locked_open(case)
        require(may_prove_erasure(roles_at(by, at), case.unit.region_id))
        reference = _usable(method, reference)
        items = [item_of(case, pk) for pk in sorted(set(item_ids))]
        if not items:
            raise Invalid("no_pieces", "Markera minst en dator.", field="items")
        for item in items:
            if not item.needs_erasure:
                told = f"{item.asset.asset_number} väntar inte på radering. Läs in sidan igen."
                raise Conflict("not_to_erase", told)
        _prove(case, items, method, reference, by, at)
        # What the region has had in use again since is not erased by this.
        there = [item.asset for item in items if item.asset.state == Asset.State.RETURNED]
        _note(there, case.number, method, reference, by, at)
    return len(items)


def erase_returned(
    *, asset_numbers: Collection[str], method: str, reference: str, by: User, at: datetime
) -> int:
    """The same for computers that have come back, in whatever way: in a return, from a loan, or when another was
    delivered. Those that wait in an open return are proved there too; and what stands in the store unproved is proved
    where it stands. Raises as ``prove_erasure`` and ``locked_returned``."""
    with transaction.atomic():
        returned, stored = locked_to_erase(asset_numbers, by, at)
        roles = roles_at(by, at)
        for asset in returned:
            if asset.unit is not None:
                require(may_prove_erasure(roles, asset.unit.region_id))
        for asset in stored:
            require(may_prove_erasure(roles, asset.store_id))
        assets = [*returned, *stored]
        reference = _usable(method, reference)
        for asset in assets:
            if not asset.lacks_erasure:
                raise Conflict("not_to_erase", f"{asset} väntar inte på radering. Läs in sidan igen.")
        sources = _prove_in_cases(assets, method, reference, by, at)
        for source in sorted({*sources.values(), ""}):
            _note(
                [one for one in assets if sources.get(one.pk, "") == source],
                source,
                method,
                reference,
                by,
                at,
            )
    return len(assets)


def _prove_in_cases(
    assets: Sequence[Asset], method: str, reference: str, by: User, at: datetime
) -> dict[int, str]:
    """Prove it in the open returns where the pieces wait; give the return's number by the asset's key."""
    rows = ReturnItem.objects.select_for_update(of=("self",)).filter(
        asset__in=assets, state=ReturnItem.State.HANDED_OVER, erased_at__isnull=True, case__state="OPEN"
    )
    waiting = list(rows.select_related("case__unit", "asset").order_by("pk"))
    for case in {item.case_id: item.case for item in waiting}.values():
        of_case = [item for item in waiting if item.case_id == case.pk]
        _prove(case, of_case, method, reference, by, at)
    return {item.asset_id: item.case.number for item in waiting}


def _prove(
    case: ReturnCase, items: Sequence[ReturnItem], method: str, reference: str, by: User, at: datetime
) -> None:
    for item in items:
        item.erased_at, item.erased_by = at, by
        item.erasure_method, item.erasure_reference = method, reference
    with guarded():
        fields = ["erased_at", "erased_by", "erasure_method", "erasure_reference"]
        ReturnItem.objects.bulk_update(items, fields)
    numbers = [item.asset.asset_number for item in items]
    after = {"assets": numbers, "method": method, "reference": reference}
    log(case, "return.erased", by=by, at=at, after=after)


def _note(assets: Sequence[Asset], source: str, method: str, reference: str, by: User, at: datetime) -> None:
    if assets:
        note = f"{ReturnItem.Method(method).label}, {reference}"
        note_erased(assets=assets, source=source, note=note, by=by, at=at)


def _usable(method: str, reference: str) -> str:
    """The proof without blanks around it. Raises Invalid."""
    if method not in ReturnItem.Method.values:
        raise Invalid("unknown_method", "Välj hur lagringen raderades.", field="method")
    told = "Skriv vad som visar att lagringen är raderad, till exempel protokollets nummer."
    return usable_text(
        "reference", reference, 120, label="Raderingsbevis", missing=told, code="proof_missing"
    )
