"""The region's store: what has come back is put there when it is erased, or disposed of; and is handed out again."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from inventory.access import NOT_KEEPER, kept_regions, may_keep_store
from inventory.actions.state import move_assets, put_in_store, set_state
from inventory.actions.writing import lock_units, usable_texts
from inventory.caps import warnings_of
from inventory.models import Asset, AssetEvent
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid
from portal.core.people.models import User
from portal.core.text import is_storable
from portal.core.units.models import CareUnit
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
        _require_whole(asset)
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


def hand_out(
    *, asset: Asset, unit: CareUnit, function: str, room: str, reason: str, by: User, at: datetime
) -> Asset:
    """Let a piece in the store, with its parts, come into use at a unit of the region, whose caps it then counts against.

    Raises Invalid or Errors for texts and for a unit of another region, NotAllowed for others than those who look
    after the store, Conflict for a piece that is not in the store, for a computer that has been in use and is not
    erased, when the unit already has a shared piece of the kind, and when it has all that the appendix gives it: what
    goes beyond is ordered, so that it is attested.
    """
    texts = usable_texts(required=("reason",), function=function, room=room, reason=reason)
    with transaction.atomic():
        target = lock_units({unit.pk})[unit.pk]
        asset = Asset.objects.select_for_update().get(pk=asset.pk)
        _require_whole(asset)
        if asset.state != Asset.State.IN_STOCK:
            raise Conflict("not_in_store", "Inventarien står inte i lagret längre. Läs in sidan igen.")
        require(may_keep_store(roles_of(by, local_date(at)), asset.store_id))
        if target.region_id != asset.store_id:
            raise Invalid("unit_not_possible", "Välj en enhet i regionen.", field="to_unit")
        require_erased_in_store(asset)
        over = warnings_of(target, asset.item_code, local_date(at))
        if over:
            raise Conflict("over_cap", f"{' '.join(over)} Det som ska utöver taket beställs av enheten.")
        record(
            "asset.handed_out",
            by=by,
            at=at,
            subject=("asset", asset.asset_number),
            unit=target.hsa_id,
            after={"reason": texts["reason"]},
        )
        move_assets(
            assets=[asset],
            unit=target,
            function=texts["function"],
            room=texts["room"],
            source="",
            note=texts["reason"],
            by=by,
            at=at,
            happening=AssetEvent.Kind.HANDED_OVER,
        )
    return asset


def _usable_numbers(asset_numbers: Collection[str]) -> set[str]:
    numbers = {number.strip().upper() for number in asset_numbers if number.strip()}
    if not numbers:
        raise Invalid("no_pieces", "Markera minst en inventarie.", field="items")
    if len(numbers) > MOST:
        raise Invalid("too_many", f"Markera högst {MOST} inventarier åt gången.", field="items")
    return numbers


def require_erased_in_store(asset: Asset) -> None:
    """Raise Conflict for a piece in the store that has been in use and whose data nobody has shown to be gone."""
    if Asset.objects.lacking_proof_in_store().filter(pk=asset.pk).exists():
        raise Conflict(
            "not_erased",
            f"{asset} har varit i bruk och saknar raderingsbevis. IT-leverans intygar raderingen under Återlämning, "
            "Att ta hand om, skedet I lager utan raderingsbevis.",
        )


def _require_whole(asset: Asset) -> None:
    if asset.part_of_id:
        raise Conflict("is_part", "Delen följer med sin inventarie. Gör det där i stället.")
