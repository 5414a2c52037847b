"""The region's store: what has come back is put there when it is erased, and is handed out again."""

from datetime import datetime

from django.db import transaction

from inventory.access import may_keep_store
from inventory.actions.state import move_assets, put_in_store
from inventory.actions.writing import lock_units, usable_texts
from inventory.models import Asset, AssetEvent
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid
from portal.core.people.models import User
from portal.core.units.models import CareUnit
from portal.core.units.queries import roles_of


def store_returned(*, asset: Asset, note: str, by: User, at: datetime) -> Asset:
    """Put a returned piece, with its parts, in the region's store. ``note`` says how it was erased and checked.

    Raises Invalid without a note, NotAllowed for others than those who look after the store, Conflict for a piece
    that is not returned and for a part.
    """
    text = usable_texts(required=("note",), note=note)["note"]
    with transaction.atomic():
        units = lock_units({asset.unit_id})
        asset = Asset.objects.select_for_update().get(pk=asset.pk)
        _require_whole(asset)
        if asset.unit_id not in units or asset.state != Asset.State.RETURNED:
            raise Conflict(
                "not_returned", "Bara det som är återlämnat kan ställas i lager. Läs in sidan igen."
            )
        asset.unit = units[asset.unit_id]
        require(may_keep_store(roles_of(by, local_date(at)), asset.unit.region_id))
        put_in_store(assets=[asset], source="", note=text, by=by, at=at)
    return asset


def hand_out(
    *, asset: Asset, unit: CareUnit, function: str, room: str, reason: str, by: User, at: datetime
) -> Asset:
    """Let a piece in the store, with its parts, come into use at a unit of the region, whose caps it then counts against.

    Raises Invalid or Errors for texts and for a unit of another region, NotAllowed for others than those who look
    after the store, Conflict for a piece that is not in the store and when the unit already has a shared piece of the
    kind.
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


def _require_whole(asset: Asset) -> None:
    if asset.part_of_id:
        raise Conflict("is_part", "Delen följer med sin inventarie. Gör det där i stället.")
