"""Beginning a return, of single pieces or of everything that a unit has."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from inventory.returns.access import may_decide, may_take_part
from inventory.returns.actions.opening import open_exit, return_pieces
from inventory.returns.forms.opening import MOST_CHOICES, OpenForm
from inventory.returns.menu import WORKS_HERE
from inventory.returns.models import ReturnCase
from inventory.returns.queries.held import held_assets
from portal.core.access import require
from portal.core.errors import Conflict, Invalid
from portal.core.units.models import CareUnit
from portal.core.web.pages import current_unit, for_roles, one_or_404, own_units, show_in_form


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*WORKS_HERE)
def case_new(request: HttpRequest) -> HttpResponse:
    """The form for the unit named in the address, else the person's own. Staff of the region choose a unit first."""
    unit = _unit_of(request)
    if unit is None:
        units = CareUnit.objects.visible_to(request.roles).order_by("sort_key", "pk")
        return render(request, "returns/case_choose.html", {"units": units.values_list("hsa_id", "name")})
    require(may_take_part(request.roles, unit))
    chosen = request.GET.getlist("inventarie")
    assets = list(held_assets(unit.pk).order_by("asset_number")[:MOST_CHOICES])
    everything = bool(may_decide(request.roles, unit))
    form = OpenForm(assets, everything, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        if "pieces" in form.fields:
            form.initial["pieces"] = chosen
        return _show(request, unit, form)
    if not form.is_valid():
        return _show(request, unit, form, status=422)
    try:
        case = _open(request, unit, form)
    except (Invalid, Conflict) as refusal:
        show_in_form(form, refusal, {"asset_numbers": "numbers"})
        return _show(request, unit, form, status=refusal.status)
    messages.success(request, f"Utrustningen står i återlämning {case.number}.")
    return redirect("returns:detail", case.number)


def _open(request: HttpRequest, unit: CareUnit, form: OpenForm) -> ReturnCase:
    values = form.cleaned_data
    more = {"due_on": values["due_on"], "note": values["note"], "by": request.user, "at": request.at}
    if form.is_exit:
        return open_exit(unit=unit, reason=values["reason"], **more)
    return return_pieces(unit=unit, asset_numbers=form.asset_numbers(), **more)


def _unit_of(request: HttpRequest) -> CareUnit | None:
    hsa_id = request.GET.get("enhet", "").upper()
    if hsa_id:
        units = CareUnit.objects.visible_to(request.roles).select_related("region")
        return one_or_404(units, hsa_id=hsa_id)
    return current_unit(request) if own_units(request) else None


def _show(request: HttpRequest, unit: CareUnit, form: OpenForm, *, status: int = 200) -> HttpResponse:
    open_case = ReturnCase.objects.open().filter(unit=unit).first()
    context = {"unit": unit, "form": form, "open_case": open_case}
    return render(request, "returns/case_new.html", context, status=status)
