"""The overview of a region."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from portal.core.web.pages import for_roles
from portal.home.dashboards.access import FOLLOWERS
from portal.home.dashboards.overview import boards_of
from portal.home.dashboards.scope import scope_of


@require_GET
@for_roles(*FOLLOWERS)
def overview(request: HttpRequest) -> HttpResponse:
    """How the region's equipment stands and what goes on, for the units that the address chooses."""
    scope, form = scope_of(request)
    boards = boards_of(scope, request.roles)
    context = {"scope": scope, "form": form, "columns": (boards[::2], boards[1::2])}
    return render(request, "dashboards/overview.html", context)
