"""A delivered piece was not as it should: it leaves the unit's holdings again, with the reason kept."""

from datetime import datetime

from inventory.actions.state import set_state
from inventory.models import Asset, AssetEvent
from portal.core.people.models import User


def confirm_receipt(*, assets: list[Asset], source: str, by: User, at: datetime) -> None:
    """Note on each asset that the unit has received it. The caller logs the act."""
    AssetEvent.objects.bulk_create(
        AssetEvent(asset=asset, kind=AssetEvent.Kind.RECEIVED, happened_at=at, happened_by=by, source=source)
        for asset in assets
    )


def take_back(*, asset: Asset, state: str, source: str, note: str, by: User, at: datetime) -> None:
    """Let a piece and its parts leave the unit, as MISSING or RETURNED. Called with the unit locked."""
    set_state(
        assets=[asset],
        state=state,
        source=source,
        note=note,
        by=by,
        at=at,
        happening=AssetEvent.Kind.DEVIATION,
    )
