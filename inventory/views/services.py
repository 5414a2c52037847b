"""What a unit has of services, networks and accesses; those who register add and end them here."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from entitlements.models import CatalogueItem
from inventory.access import may_register_services
from inventory.actions.services import end_service, register_included_services, register_service
from inventory.forms.services import EndServiceForm, ServiceForm
from inventory.models import UnitService
from inventory.queries.services import lacking_of_included, service_items, services_around
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid, Missing
from portal.core.units.models import CareUnit
from portal.core.web.pages import key_from, one_or_404, show_in_form, signed_in

MOST_PAST = 20


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def unit_services(request: HttpRequest, hsa_id: str) -> HttpResponse:
    """The unit's services. POST: add one, end one, or add all that is included."""
    unit = one_or_404(CareUnit.objects.visible_to(request.roles), hsa_id=hsa_id.upper())
    if request.method != "POST":
        return _page(request, unit)
    require(may_register_services(request.roles, unit))
    act = _ACTS.get(request.POST.get("gor", ""))
    if act is None:
        raise Invalid("unknown_act", "Välj vad du vill göra.")
    return act(request, unit)


def _add(request: HttpRequest, unit: CareUnit) -> HttpResponse:
    today = local_date(request.at)
    form = ServiceForm(service_items(unit.region_id, today), today, request.POST)
    if form.is_valid():
        try:
            service = register_service(unit=unit, by=request.user, at=request.at, **form.cleaned_data)
        except (Invalid, Conflict) as refusal:
            show_in_form(form, refusal, {"": "item_code"})
        else:
            messages.success(request, f"Registrerat för enheten: {service.item_name}.")
            return redirect("inventory:services", unit.hsa_id)
    return _page(request, unit, form, status=422)


def _end(request: HttpRequest, unit: CareUnit) -> HttpResponse:
    service = one_or_404(UnitService.objects.filter(unit=unit), pk=key_from(request.POST.get("tjanst", "")))
    form = EndServiceForm(request.POST, prefix=f"slut-{service.pk}")
    if form.is_valid():
        try:
            end_service(
                service=service, valid_to=form.cleaned_data["valid_to"], by=request.user, at=request.at
            )
        except Conflict as refusal:
            messages.warning(request, refusal.message)
            return redirect("inventory:services", unit.hsa_id)
        except Invalid as refusal:
            show_in_form(form, refusal)
        else:
            messages.success(request, f"Sista dagen är satt för {service.item_name}.")
            return redirect("inventory:services", unit.hsa_id)
    return _page(request, unit, ending=form, status=422)


def _add_included(request: HttpRequest, unit: CareUnit) -> HttpResponse:
    made = register_included_services(unit=unit, by=request.user, at=request.at, on=local_date(request.at))
    if made:
        names = ", ".join(one.item_name for one in made)
        messages.success(request, f"Registrerat för enheten: {names}.")
    else:
        messages.info(request, "Enheten har redan allt som ingår.")
    return redirect("inventory:services", unit.hsa_id)


_ACTS = {"lagg-till": _add, "avsluta": _end, "ingar": _add_included}


def _page(
    request: HttpRequest,
    unit: CareUnit,
    form: ServiceForm | None = None,
    *,
    ending: EndServiceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    on = local_date(request.at)
    may = may_register_services(request.roles, unit)
    now, later, over = services_around(unit, on)
    new, included, problem = _offered(unit, on, [*now, *later]) if may else (None, [], "")
    context = {
        "unit": unit,
        "now": [(one, _end_form(one, ending, on)) for one in now],
        "later": [(one, _end_form(one, ending, on)) for one in later],
        "over": over[:MOST_PAST],
        "may": may,
        "form": form or new,
        "included_lacking": [item.name for item in included],
        "ending": ending,
        "problem": problem,
    }
    return render(request, "inventory/services.html", context, status=status)


def _offered(
    unit: CareUnit, on: date, held: list[UnitService]
) -> tuple[ServiceForm | None, list[CatalogueItem], str]:
    """The form with what the unit does not have until further notice, what is included and lacks, and why there is
    no form."""
    lasting = {one.item_code for one in held if one.valid_to is None}
    try:
        everything = service_items(unit.region_id, on)
    except Missing as missing:
        return None, [], missing.message
    items = [item for item in everything if item.code not in lasting]
    if not items:
        return None, [], "Enheten har allt som bilagan har av tjänster, nätverk och behörigheter."
    return ServiceForm(items, on), lacking_of_included(everything, held, on), ""


def _end_form(service: UnitService, ending: EndServiceForm | None, on: date) -> EndServiceForm:
    prefix = f"slut-{service.pk}"
    if ending is not None and ending.prefix == prefix:
        return ending
    return EndServiceForm(None, prefix=prefix, initial={"valid_to": max(on, service.valid_from)})
