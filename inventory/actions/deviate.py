"""A delivered piece was not as it should: it leaves the unit's holdings again, with the reason kept."""

from datetime import datetime

from inventory.models import Asset, AssetEvent
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.people.models import User


def confirm_receipt(*, assets: list[Asset], source: str, by: User, at: datetime) -> None:
    """Note on each asset that the unit has received it. The caller logs the act."""
    AssetEvent.objects.bulk_create(
        AssetEvent(asset=asset, kind=AssetEvent.Kind.RECEIVED, happened_at=at, happened_by=by, source=source)
        for asset in assets
    )


def take_back(*, asset: Asset, state: str, source: str, note: str, by: User, at: datetime) -> None:
    """Let a piece and its parts leave the unit, as MISSING or RETURNED. Called with the unit locked."""
    pieces = [asset, *asset.parts.all()]
    Asset.objects.filter(pk__in=[piece.pk for piece in pieces]).update(
        state=state, released_on=local_date(at)
    )
    AssetEvent.objects.bulk_create(
        AssetEvent(
            asset=piece,
            kind=AssetEvent.Kind.DEVIATION,
            happened_at=at,
            happened_by=by,
            source=source,
            note=note,
        )
        for piece in pieces
    )
    record(
        "asset.taken_back",
        by=by,
        at=at,
        subject=("asset", asset.asset_number),
        unit=asset.unit.hsa_id,
        before={"state": asset.state},
        after={"state": state, "note": note},
    )
