"""The sheet on a unit for the samverkan meeting: asked for, waited for, fetched."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from portal.core.clock import local_date
from portal.core.errors import Conflict
from portal.core.units.models import CareUnit
from portal.core.web.files import attached
from portal.core.web.pages import for_roles, one_or_404
from portal.home.dashboards.access import SHEET_READERS
from portal.home.dashboards.actions.sheets import ask_for_sheet
from portal.home.dashboards.models import MeetingSheet

MOST_SHOWN = 5


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*SHEET_READERS)
def ask(request: HttpRequest, hsa_id: str) -> HttpResponse:
    """What the sheet holds, a button that asks for it, and the person's own latest."""
    unit = one_or_404(CareUnit.objects.visible_to(request.roles), hsa_id=hsa_id.upper())
    if request.method == "POST":
        sheet = ask_for_sheet(unit=unit, by=request.user, at=request.at)
        return redirect("dashboards:sheet", sheet.pk)
    sheets = MeetingSheet.objects.visible_to(request.roles).filter(unit=unit).defer("content")[:MOST_SHOWN]
    return render(request, "dashboards/ask.html", {"unit": unit, "sheets": sheets})


@require_GET
@for_roles(*SHEET_READERS)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether the sheet is ready; asked for by the page itself too, while it is made."""
    rows = MeetingSheet.objects.visible_to(request.roles).defer("content").select_related("unit")
    context = {"sheet": one_or_404(rows, pk=pk)}
    return render(request, "dashboards/_sheet.html" if request.htmx else "dashboards/sheet.html", context)


@require_GET
@for_roles(*SHEET_READERS)
def fetch(request: HttpRequest, pk: int) -> HttpResponse:
    rows = MeetingSheet.objects.visible_to(request.roles).select_related("unit")
    one = one_or_404(rows, pk=pk)
    if one.made_at is None:
        raise Conflict("sheet_not_made", "Underlaget är inte klart än. Vänta en stund och försök igen.")
    day = local_date(one.asked_at).isoformat()
    return attached(bytes(one.content), f"samverkan-{one.unit.hsa_id}-{day}.pdf")
