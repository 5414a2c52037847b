"""What returns add to the page of an asset: the way to give it back, or the case that it stands in."""

from django.http import HttpRequest
from django.urls import reverse

from inventory.models import Asset
from inventory.panels import AssetAct, AssetParts
from inventory.returns.access import may_take_part
from inventory.returns.models import ReturnItem


def asset_parts(request: HttpRequest, asset: Asset) -> AssetParts:
    """One query, for a whole piece that a unit has and a person who may return it."""
    unit = asset.unit
    if unit is None or asset.part_of_id or not asset.is_held or not may_take_part(request.roles, unit):
        return AssetParts()
    waiting = ReturnItem.objects.filter(asset=asset, case__state="OPEN", state=ReturnItem.State.LISTED)
    number = waiting.values_list("case__number", flat=True).first()
    if number:
        return AssetParts(
            acts=(AssetAct(f"Återlämning {number}", reverse("returns:detail", args=[number]), "undo-2"),)
        )
    address = f"{reverse('returns:new')}?enhet={unit.hsa_id}&inventarie={asset.asset_number}"
    return AssetParts(acts=(AssetAct("Lämna tillbaka", address, "undo-2"),))
