"""What incidents add to the page of an asset."""

from django.http import HttpRequest
from django.urls import reverse

from inventory.incidents.access import may_report
from inventory.models import Asset
from inventory.panels import AssetAct, AssetParts

_GONE = (Asset.State.RETURNED, Asset.State.DISPOSED)


def asset_parts(request: HttpRequest, asset: Asset) -> AssetParts:
    """The way to report a piece that is at a unit. No query."""
    unit = asset.unit
    if unit is None or asset.part_of_id or asset.state in _GONE or not may_report(request.roles, unit):
        return AssetParts()
    url = f"{reverse('incidents:new')}?inventarie={asset.asset_number}"
    return AssetParts(acts=(AssetAct("Anmäl en incident", url, "flag"),))
