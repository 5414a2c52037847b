"""Reporting an incident, from an asset's page or by the number on the label."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from inventory.incidents.access import may_report
from inventory.incidents.actions.report import report_incident
from inventory.incidents.forms.report import ReportForm
from inventory.incidents.models import Incident
from inventory.models import Asset
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid
from portal.core.text import is_storable
from portal.core.units.models import Role
from portal.core.web.pages import for_roles, show_in_form

_UNKNOWN = "Det finns ingen sådan inventarie på dina enheter. Kontrollera numret på etiketten."


@for_roles(Role.HEAD_OF_UNIT, Role.IT_CONTACT, Role.COORDINATOR, Role.IT_DELIVERY)
@require_http_methods(["GET", "HEAD", "POST"])
def incident_new(request: HttpRequest) -> HttpResponse:
    number = request.GET.get("inventarie", "").strip().upper()
    if request.method != "POST":
        asset = _asset(request, number)
        if number and asset is None:
            raise Http404
        form = ReportForm(asset=number, today=local_date(request.at))
        return render(request, "incidents/incident_new.html", {"form": form, "asset": asset})
    form = ReportForm(request.POST)
    asset = _asset(request, request.POST.get("asset", "").strip().upper())
    incident = _report(request, form, asset)
    if incident is None:
        return render(request, "incidents/incident_new.html", {"form": form, "asset": asset}, status=422)
    messages.success(request, f"Anmälan {incident.number} är skickad. Lägg gärna till bilder.")
    return redirect("incidents:detail", incident.number)


def _report(request: HttpRequest, form: ReportForm, asset: Asset | None) -> Incident | None:
    """None when something is to be mended, said in the form."""
    if asset is not None and asset.unit is not None:
        require(may_report(request.roles, asset.unit))
    valid = form.is_valid()
    if asset is None and "asset" not in form.errors:
        form.add_error("asset", _UNKNOWN)
    if not valid or asset is None:
        return None
    try:
        return report_incident(asset=asset, report=form.report(), by=request.user, at=request.at)
    except (Invalid, Conflict) as refusal:
        show_in_form(form, refusal)
    return None


def _asset(request: HttpRequest, number: str) -> Asset | None:
    """The asset of the number among those that the person sees."""
    if not number or not is_storable(number):
        return None
    seen = Asset.objects.visible_to(request.roles).select_related("unit")
    return seen.filter(asset_number=number).first()
