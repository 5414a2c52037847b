"""The region's units, for those who work with them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from portal.core.clock import local_date
from portal.core.units.forms.listing import UnitFilter
from portal.core.units.listing import narrowed, over_a_cap, rows_of, units_seen
from portal.core.units.roles import SEES_EVERY_UNIT
from portal.core.web.pages import for_roles
from portal.core.web.paging import page_of

SWEDISH_ORDER = ("sort_key", "id")
# Those whose work is with the units; the administrator has them under Administration.
READERS = SEES_EVERY_UNIT


@for_roles(*READERS)
@require_GET
def show_units(request: HttpRequest) -> HttpResponse:
    """The units in Swedish order, with contract, head, figures and whether they are over a cap."""
    on, regions = local_date(request.at), request.roles.all_region_ids
    form = UnitFilter(request, regions)
    seen = units_seen(request.roles, regions)
    units = narrowed(
        seen, on, text=form.wish("q"), municipality=form.wish("kommun"), programme=form.wish("vardval")
    )
    if form.wish("over"):
        units = over_a_cap(units, on)
    page = page_of(request, units, SWEDISH_ORDER)
    context = {"filter": form, "page": page, "rows": rows_of(page.rows, on), "total": seen.count(), "on": on}
    return render(request, "units/list.html", context)
