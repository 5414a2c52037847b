"""The region's store: what stands there, what is put there and what is handed out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from inventory.access import KEEPERS, kept_regions
from inventory.actions.hand_out import hand_out
from inventory.actions.store import store_returned
from inventory.forms.moves import DestinationForm, StoreForm
from inventory.models import Asset
from inventory.queries.lists import SEARCHED
from portal.core.errors import Refusal
from portal.core.search import containing
from portal.core.text import sought
from portal.core.web.pages import for_roles, one_or_404, show_in_form
from portal.core.web.paging import page_of


@require_GET
@for_roles(*KEEPERS)
def store_list(request: HttpRequest) -> HttpResponse:
    """What stands in the stores that the person looks after, without parts of wholes."""
    regions = kept_regions(request.roles)
    text = sought(request.GET.get("q", ""))
    assets = Asset.objects.in_store_of(regions).filter(part_of__isnull=True)
    if text:
        assets = assets.filter(containing(text, *SEARCHED))
    page = page_of(request, assets.select_related("store"), ("asset_number",))
    return render(request, "inventory/store.html", {"page": page, "q": text, "several": len(regions) > 1})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*KEEPERS)
def put_away(request: HttpRequest, asset_number: str) -> HttpResponse:
    """Put what has come back in the store."""
    asset = _asset(request, asset_number)
    form = StoreForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            store_returned(asset=asset, **form.cleaned_data, by=request.user, at=request.at)
        except Refusal as refusal:
            if refusal.status == 403:
                raise
            show_in_form(form, refusal)
        else:
            messages.success(request, f"{asset.asset_number} står nu i regionens lager.")
            return redirect("inventory:detail", asset.asset_number)
    context = {"asset": asset, "form": form, "heading": "Ställ i lager", "action": "Ställ i lager"}
    return render(request, "inventory/store_act.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*KEEPERS)
def give_out(request: HttpRequest, asset_number: str) -> HttpResponse:
    """Hand a piece out of the store to a unit."""
    asset = _asset(request, asset_number)
    region_id = asset.store_id or asset.unit.region_id
    form = DestinationForm(region_id, request.POST if request.method == "POST" else None)
    if form.is_valid():
        unit = form.cleaned_data["to_unit"]
        try:
            hand_out(asset=asset, unit=unit, **form.wishes(), by=request.user, at=request.at)
        except Refusal as refusal:
            if refusal.status == 403:
                raise
            show_in_form(form, refusal)
        else:
            messages.success(request, f"{asset.asset_number} är utlämnad till {unit.name}.")
            return redirect("inventory:detail", asset.asset_number)
    context = {"asset": asset, "form": form, "heading": "Lämna ut ur lagret", "action": "Lämna ut"}
    return render(request, "inventory/store_act.html", context, status=422 if form.errors else 200)


def _asset(request: HttpRequest, asset_number: str) -> Asset:
    """What another region's keepers look after does not exist here."""
    regions = kept_regions(request.roles)
    found = Asset.objects.reachable_by(request.roles).select_related("unit", "store")
    mine = found.filter(unit__region__in=regions) | found.filter(store__in=regions)
    return one_or_404(mine, asset_number=asset_number.upper())
