"""What returns add to the page of an asset: the way to give it back, or the case that it stands in; and what was decided
when it was left over."""

from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from inventory.access import keeps_register
from inventory.incidents.presentation import charge_shown
from inventory.models import Asset
from inventory.panels import AssetAct, AssetPanel, AssetParts
from inventory.returns.access import may_take_part
from inventory.returns.models import ReturnCase, ReturnItem
from inventory.returns.queries.charged import charges_of
from portal.core.units.access import sees

_CHARGED = ReturnItem.Decision.CHARGED


def asset_parts(request: HttpRequest, asset: Asset) -> AssetParts:
    """One query for a whole piece: what it is in the returns that the person sees; one more when the unit pays for it."""
    if asset.part_of_id:
        return AssetParts()
    waits = Q(state=ReturnItem.State.LISTED, case__state=ReturnCase.State.OPEN)
    rows = ReturnItem.objects.filter(waits | Q(state=ReturnItem.State.RESIDUAL), asset=asset)
    found = rows.select_related("case__unit", "decided_by").order_by("-pk")
    items = [item for item in found if sees(request.roles, item.case.unit)]
    return AssetParts(acts=tuple(_acts(request, asset, items)), panels=tuple(_decided(items)))


def _acts(request: HttpRequest, asset: Asset, items: Sequence[ReturnItem]) -> Iterator[AssetAct]:
    unit = asset.unit
    if unit is None:
        return
    if asset.state == Asset.State.RETURNED and keeps_register(request.roles, unit.region_id):
        address = f"{reverse('returns:aftercare')}?q={asset.asset_number}"
        yield AssetAct("Ta hand om", address, "shield-check")
    if not asset.is_held or not may_take_part(request.roles, unit):
        return
    number = next((one.case.number for one in items if one.case.is_open), "")
    if number:
        yield AssetAct(f"Återlämning {number}", reverse("returns:detail", args=[number]), "undo-2")
        return
    address = f"{reverse('returns:new')}?enhet={unit.hsa_id}&inventarie={asset.asset_number}"
    yield AssetAct("Lämna tillbaka", address, "undo-2")


def _decided(items: Sequence[ReturnItem]) -> Iterator[AssetPanel]:
    """The latest decision about the piece as a residual."""
    item = next((one for one in items if one.state == ReturnItem.State.RESIDUAL), None)
    if item is not None:
        charge = charges_of(item.case).get(item.asset_id) if item.decision == _CHARGED else None
        contents = {"item": item, "charge": charge and charge_shown(charge)}
        yield AssetPanel("Beslut vid återlämning", "returns/_residual_panel.html", contents)
