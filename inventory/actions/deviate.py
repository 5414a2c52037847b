"""A delivered piece was not as it should: it leaves the unit's holdings again, with the reason kept."""

from datetime import datetime

from inventory.actions.state import note_happening, set_state
from inventory.models import Asset, AssetEvent
from portal.core.people.models import User
from portal.core.units.models import CareUnit


def confirm_receipt(*, assets: list[Asset], source: str, by: User, at: datetime) -> None:
    """Note on each asset that the unit has received it. The caller logs the act."""
    AssetEvent.objects.bulk_create(
        AssetEvent(asset=asset, kind=AssetEvent.Kind.RECEIVED, happened_at=at, happened_by=by, source=source)
        for asset in assets
    )


def take_back(
    *, asset: Asset, unit: CareUnit, state: str, source: str, note: str, by: User, at: datetime
) -> None:
    """Let a piece and its parts leave the unit that it was delivered to, as MISSING or RETURNED. Called with the unit
    locked.

    What the unit no longer has at hand, since it was returned, moved or lost before the receipt, stays as that act left
    it: the region may have it in its store, or another unit in use. That it came wrong is noted all the same.
    """
    if asset.unit_id != unit.pk or not asset.is_held:
        note_happening(
            assets=[asset], happening=AssetEvent.Kind.DEVIATION, source=source, note=note, by=by, at=at
        )
        return
    set_state(
        assets=[asset],
        state=state,
        source=source,
        note=note,
        by=by,
        at=at,
        happening=AssetEvent.Kind.DEVIATION,
    )
