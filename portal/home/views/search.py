"""One box for orders, assets and units."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from orders.presentation import state_tag
from portal.core.text import sought
from portal.core.web.pages import signed_in
from portal.home.links import link
from portal.home.queries.search import SHORTEST, exact_address, search_all


@require_GET
@signed_in
def search(request: HttpRequest) -> HttpResponse:
    """What matches, of what the person may see. A number or serial number in full leads straight to its page."""
    text = sought(request.GET.get("q", ""))
    found = None
    if len(text) >= SHORTEST:
        address = exact_address(text, request.roles)
        if address:
            return redirect(address)
        found = search_all(text, request.roles)
    return render(
        request,
        "home/search.html",
        {
            "q": text,
            "too_short": bool(text) and len(text) < SHORTEST,
            "shortest": SHORTEST,
            "found": found,
            "orders": [
                (one, state_tag(one), link("orders:detail", one.number))
                for one in (found.orders if found else ())
            ],
            "assets": [
                (one, link("inventory:detail", one.asset_number)) for one in (found.assets if found else ())
            ],
            "units": [(one, link("home:unit", one.hsa_id)) for one in (found.units if found else ())],
        },
    )
