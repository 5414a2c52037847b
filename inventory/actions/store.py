"""What has come back is put in the region's store when it is erased, or disposed of."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from inventory.access import NOT_KEEPER, kept_regions
from inventory.actions.state import put_in_store, set_state
from inventory.actions.writing import lock_units, usable_texts
from inventory.models import Asset
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid
from portal.core.people.models import User
from portal.core.text import is_storable
from portal.core.units.queries import roles_of

MOST = 200
_NOT_RETURNED = "Något av det valda är inte återlämnat, eller har tagits om hand redan. Läs in sidan igen."


class Fate(StrEnum):
    """What becomes of what has come back."""

    STORE = "STORE"
    DISPOSE = "DISPOSE"


def store_returned(*, asset: Asset, note: str, by: User, at: datetime) -> Asset:
    """Put a returned piece, with its parts, in the region's store. ``note`` says what was checked.

    Raises as ``settle_returned``.
    """
    (stored,) = settle_returned(asset_numbers=[asset.asset_number], fate=Fate.STORE, note=note, by=by, at=at)
    return stored


def settle_returned(
    *, asset_numbers: Collection[str], fate: str, note: str, by: User, at: datetime
) -> list[Asset]:
    """Put returned pieces, with their parts, in the region's store, or dispose of them: all or none. ``note`` says what
    was checked, or why they are of no more use.

    Raises Invalid without a note, for no piece or too many; NotAllowed for others than those who look after the store;
    Conflict for what is not returned, for a part, and for a computer whose data nobody has shown to be gone.
    """
    text = usable_texts(required=("note",), note=note)["note"]
    if fate not in list(Fate):
        raise Invalid("unknown_fate", "Välj om utrustningen ska till lagret eller kasseras.", field="fate")
    with transaction.atomic():
        assets = locked_returned(asset_numbers, by, at)
        lacking = [asset.asset_number for asset in assets if asset.lacks_erasure]
        if lacking:
            raise Conflict(
                "not_erased",
                f"Raderingsbevis saknas för {', '.join(lacking[:5])}. IT-leverans intygar raderingen under "
                "Återlämning, Att ta hand om.",
            )
        if fate == Fate.STORE:
            put_in_store(assets=assets, source="", note=text, by=by, at=at)
        else:
            set_state(assets=assets, state=Asset.State.DISPOSED, source="", note=text, by=by, at=at)
    return assets


def locked_returned(asset_numbers: Collection[str], by: User, at: datetime) -> list[Asset]:
    """The returned wholes of those numbers, held with their units. Called in a transaction. Raises as
    ``settle_returned``."""
    numbers = _usable_numbers(asset_numbers)
    roles = roles_of(by, local_date(at))
    regions = kept_regions(roles)
    if not regions:
        require(NOT_KEEPER)
    # What stands in another region is not told of: it is as what is not there.
    # Nor is there a piece whose number the database cannot hold.
    known = [number for number in numbers if is_storable(number)]
    rows = Asset.objects.filter(asset_number__in=known, unit__region__in=regions)
    units = lock_units(set(rows.values_list("unit_id", flat=True)))
    assets = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for asset in assets:
        require_whole(asset)
        if asset.unit_id in units:
            asset.unit = units[asset.unit_id]
    there = [one for one in assets if one.unit_id in units and one.state == Asset.State.RETURNED]
    if len(there) < len(numbers):
        raise Conflict("not_returned", _NOT_RETURNED)
    return assets


def locked_to_erase(
    asset_numbers: Collection[str], by: User, at: datetime
) -> tuple[list[Asset], list[Asset]]:
    """The returned wholes of those numbers as ``locked_returned``, and the computers among them that stand in the store
    though nobody has shown that their data are gone."""
    numbers = _usable_numbers(asset_numbers)
    unproved = Asset.objects.in_store_of(kept_regions(roles_of(by, local_date(at)))).lacking_proof_in_store()
    in_store = unproved.filter(asset_number__in=numbers)
    rest = numbers - set(in_store.values_list("asset_number", flat=True))
    returned = locked_returned(rest, by, at) if rest else []
    stored = list(in_store.select_for_update(of=("self",)).order_by("pk"))
    if len(returned) + len(stored) < len(numbers):
        raise Conflict("not_returned", _NOT_RETURNED)
    return returned, stored


def _usable_numbers(asset_numbers: Collection[str]) -> set[str]:
    numbers = {number.strip().upper() for number in asset_numbers if number.strip()}
    if not numbers:
        raise Invalid("no_pieces", "Markera minst en inventarie.", field="items")
    if len(numbers) > MOST:
        raise Invalid("too_many", f"Markera högst {MOST} inventarier åt gången.", field="items")
    return numbers


def require_whole(asset: Asset) -> None:
    """Raise Conflict for a part."""
    if asset.part_of_id:
        raise Conflict("is_part", "Delen följer med sin inventarie. Gör det där i stället.")
