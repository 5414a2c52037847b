"""Telling where an asset stands: its function and room at the unit."""

from datetime import datetime

from django.db import transaction

from inventory.access import may_place
from inventory.actions.writing import usable_texts
from inventory.models import Asset, AssetEvent
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.errors import Conflict
from portal.core.people.models import User
from portal.core.units.queries import lock_unit, roles_of


def place_asset(*, asset: Asset, function: str, room: str, by: User, at: datetime) -> Asset:
    """Set function and room of an asset and of the parts that hang on it.

    Raises Invalid or Errors for texts that are too long or not plain, Conflict for an asset that has left the unit,
    NotAllowed for anyone but the unit's head, its IT contact and the region's IT delivery.
    """
    texts = usable_texts(function=function, room=room)
    function, room = texts["function"], texts["room"]
    with transaction.atomic():
        # The unit first, as every act on what it has: a receipt holds the log while it takes several assets.
        unit = lock_unit(asset.unit_id) if asset.unit_id else None
        asset = Asset.objects.select_for_update().get(pk=asset.pk)
        if asset.unit_id != (unit.pk if unit else None):
            raise Conflict("asset_moved", "Inventarien har just flyttats. Läs in sidan igen.")
        asset.unit = unit
        require(may_place(roles_of(by, local_date(at)), asset))
        if not asset.is_held:
            raise Conflict("asset_left", "Inventarien finns inte längre på enheten.")
        before = {"function": asset.function, "room": asset.room}
        pieces = [asset, *asset.parts.select_for_update()]
        Asset.objects.filter(pk__in=[piece.pk for piece in pieces]).update(function=function, room=room)
        asset.function, asset.room = function, room
        place = ", ".join(part for part in (function, room) if part)
        AssetEvent.objects.bulk_create(
            AssetEvent(asset=piece, kind=AssetEvent.Kind.PLACED, happened_at=at, happened_by=by, note=place)
            for piece in pieces
        )
        record(
            "asset.placed",
            by=by,
            at=at,
            subject=("asset", asset.asset_number),
            unit=unit.hsa_id if unit else "",
            before=before,
            after={"function": function, "room": room},
        )
    return asset
