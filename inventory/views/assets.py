"""What units have: the list, and each asset with its life."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from inventory.access import SEES_ASSETS, may_place
from inventory.actions.place import place_asset
from inventory.export import MOST_ROWS, assets_as_csv
from inventory.forms.assets import AssetFilter, PlaceForm
from inventory.lists import list_assets, parts_in_words, with_parts
from inventory.models import Asset
from inventory.presentation import STATE_TAGS, life_of
from portal.core import clock
from portal.core.access import Denied
from portal.core.errors import Invalid, Refusal
from portal.core.web.pages import for_roles, one_or_404, own_units, show_in_form
from portal.core.web.paging import page_of


@require_GET
@for_roles(*SEES_ASSETS)
def asset_list(request: HttpRequest) -> HttpResponse:
    form = AssetFilter(request)
    wishes = form.wishes()
    page = page_of(request, list_assets(request.roles, wishes), ("asset_number",))
    rows = with_parts(page.rows)
    shows_units = bool(request.roles.all_region_ids) or len(own_units(request)) > 1
    context = {
        "form": form,
        "wishes": wishes,
        "rows": [(asset, parts_in_words(parts), STATE_TAGS.get(asset.state)) for asset, parts in rows],
        "page": page,
        "shows_units": shows_units and not wishes.unit,
        "unit": rows[0][0].unit if rows and (wishes.unit or not shows_units) else None,
        "most_rows": MOST_ROWS,
    }
    return render(request, "inventory/asset_list.html", context)


@require_GET
@for_roles(*SEES_ASSETS)
def export_assets(request: HttpRequest) -> HttpResponse:
    """What the list shows under the same filters, all its pages. Raises Invalid beyond 1 000 rows."""
    wishes = AssetFilter(request).wishes()
    assets = list(list_assets(request.roles, wishes).order_by("asset_number")[: MOST_ROWS + 1])
    if len(assets) > MOST_ROWS:
        raise Invalid("too_many_rows", "Listan har fler än 1 000 rader. Filtrera den och hämta igen.")
    response = HttpResponse(assets_as_csv(with_parts(assets)), content_type="text/csv; charset=utf-8")
    day = clock.local_date(request.at).isoformat()
    response["Content-Disposition"] = f'attachment; filename="utrustning-{day}.csv"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*SEES_ASSETS)
def asset_detail(request: HttpRequest, asset_number: str) -> HttpResponse:
    assets = Asset.objects.visible_to(request.roles).select_related("unit", "part_of")
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
    return {
        "asset": asset,
        "tag": STATE_TAGS.get(asset.state),
        "parts": list(asset.parts.order_by("asset_number")),
        "life": life_of(asset),
        "form": form,
        "may_place": bool(may) and asset.is_held,
        "why_not": may.sentence if isinstance(may, Denied) else "",
        "shows_units": bool(request.roles.all_region_ids) or len(own_units(request)) > 1,
    }
