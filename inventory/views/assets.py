"""Each asset with its life."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from inventory.access import SEES_ASSETS, may_place
from inventory.actions.place import place_asset
from inventory.forms.assets import PlaceForm
from inventory.models import Asset
from inventory.panels import asset_parts
from inventory.presentation import STATE_TAGS, left_until, life_of, months_of
from portal.core.access import Denied
from portal.core.clock import local_date
from portal.core.errors import Refusal
from portal.core.web.pages import for_roles, one_or_404, own_units, show_in_form


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*SEES_ASSETS)
def asset_detail(request: HttpRequest, asset_number: str) -> HttpResponse:
    assets = Asset.objects.reachable_by(request.roles).select_related("unit", "part_of", "store")
    asset = one_or_404(assets, asset_number=asset_number.upper())
    form = PlaceForm(request.POST or None, initial={"function": asset.function, "room": asset.room})
    status = 200
    if request.method == "POST":
        status = _place(request, asset, form)
        if status == 303:
            return redirect("inventory:detail", asset.asset_number)
    return render(request, "inventory/asset_detail.html", _detail(request, asset, form), status=status)


def _place(request: HttpRequest, asset: Asset, form: PlaceForm) -> int:
    """The status to answer with: 303 when it is done."""
    if not form.is_valid():
        return 422
    try:
        place_asset(asset=asset, by=request.user, at=request.at, **form.cleaned_data)
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        show_in_form(form, refusal)
        return refusal.status
    messages.success(request, "Placeringen är sparad.")
    return 303


def _detail(request: HttpRequest, asset: Asset, form: PlaceForm) -> dict[str, Any]:
    may = may_place(request.roles, asset)
    life, today = life_of(asset), local_date(request.at)
    return {
        "asset": asset,
        "tag": STATE_TAGS.get(asset.state),
        "parts": list(asset.parts.order_by("asset_number")),
        "life": life,
        "months": months_of(life),
        "more": asset_parts(request, asset),
        "warranty_left": left_until(asset.warranty_until, today),
        "replacement_left": left_until(asset.replacement_due, today, past="skulle ha skett"),
        "form": form,
        "may_place": bool(may) and asset.is_held,
        "why_not": may.sentence if isinstance(may, Denied) else "",
        "shows_units": bool(request.roles.all_region_ids) or len(own_units(request)) > 1,
    }
