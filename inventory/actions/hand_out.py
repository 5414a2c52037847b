"""What stands in the region's store is handed out to a unit."""

from datetime import datetime

from django.db import transaction

from inventory.access import may_keep_store
from inventory.actions.state import move_assets
from inventory.actions.store import require_whole
from inventory.actions.writing import lock_units, usable_texts
from inventory.caps import warnings_of
from inventory.models import Asset, AssetEvent
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid
from portal.core.people.models import User
from portal.core.units.models import CareUnit
from portal.core.units.queries import roles_of


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
        require_whole(asset)
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


def require_erased_in_store(asset: Asset) -> None:
    """Raise Conflict for a piece in the store that has been in use and whose data nobody has shown to be gone."""
    if Asset.objects.lacking_proof_in_store().filter(pk=asset.pk).exists():
        raise Conflict(
            "not_erased",
            f"{asset} har varit i bruk och saknar raderingsbevis. IT-leverans intygar raderingen under Återlämning, "
            "Att ta hand om, skedet I lager utan raderingsbevis.",
        )
