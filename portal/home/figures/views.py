"""Figures: confirmed and reported by the head of unit, verified or turned down by the coordinator (Kalmar IT §4)."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from orders.access import may_order
from portal.core.access import Denied, require
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid, Missing, Refusal
from portal.core.units.access import may_report_figures
from portal.core.units.actions.figures import (
    MOST_LISTED,
    MOST_STAFF,
    confirm_figures,
    reject_figures,
    report_figures,
    verify_figures,
)
from portal.core.units.models import CareUnit, Role, UnitFigures
from portal.core.web.pages import for_roles, one_or_404, show_in_form, signed_in
from portal.home.entitlement import RightsView
from portal.home.figures.forms import FiguresForm, RejectForm
from portal.home.figures.queries import history_of, waiting_reports
from portal.home.queries.standing import rights_of, standing_of


@signed_in
@require_http_methods(["GET", "POST"])
def unit_figures(request: HttpRequest, hsa_id: str) -> HttpResponse:
    """The figures that hold, those that wait and those that were; the head of unit confirms or reports."""
    unit = _unit(request, hsa_id)
    if request.method == "GET":
        history = history_of(unit, local_date(request.at))
        form = FiguresForm.starting_at(history.current, local_date(request.at))
        return _show(request, unit, form)
    if request.POST.get("gor") == "bekrafta":
        return _confirm(request, unit)
    form = FiguresForm(request.POST)
    if not form.is_valid():
        return _show(request, unit, form, status=422)
    if request.POST.get("gor") == "visa":
        return _show(request, unit, form)
    return _report(request, unit, form)


@signed_in
@require_GET
def preview(request: HttpRequest, hsa_id: str) -> HttpResponse:
    """The live answer while one fills in figures: what becomes of the cap."""
    unit = _unit(request, hsa_id)
    form = FiguresForm(request.GET)
    return render(request, "home/figures/_preview.html", _effect(request, unit, form))


@for_roles(Role.COORDINATOR)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """The reports that wait for the coordinator, with what each does to the unit's cap."""
    return _show_queue(request)


@for_roles(Role.COORDINATOR)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Verify a report, or turn it down with a reason."""
    figures = one_or_404(UnitFigures.objects.filter(_in_own_regions(request)).select_related("unit"), pk=pk)
    rejects = request.POST.get("gor") == "avvisa"
    form = RejectForm(request.POST)
    form.full_clean()
    try:
        if rejects:
            reject_figures(
                figures=figures, reason=form.cleaned_data.get("reason", ""), by=request.user, at=request.at
            )
        else:
            verify_figures(figures=figures, by=request.user, at=request.at)
    except Invalid as refusal:
        show_in_form(form, refusal)
        return _show_queue(request, pk, form)
    except Conflict as refusal:
        messages.warning(request, refusal.message)
    else:
        verb = "underkända, och enheten får skälet" if rejects else "kontrollerade"
        messages.success(request, f"Uppgifterna för {figures.unit.name} är {verb}.")
    return redirect("home:figures_queue")


def _confirm(request: HttpRequest, unit: CareUnit) -> HttpResponse:
    try:
        confirm_figures(unit=unit, by=request.user, at=request.at)
    except Conflict as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, "Tack. Det är noterat att inget har ändrats.")
    return redirect("home:figures", hsa_id=unit.hsa_id)


def _report(request: HttpRequest, unit: CareUnit, form: FiguresForm) -> HttpResponse:
    try:
        report_figures(unit=unit, **form.cleaned_data, by=request.user, at=request.at)
    except (Invalid, Conflict) as refusal:
        show_in_form(form, refusal)
        return _show(request, unit, form, status=refusal.status)
    messages.success(request, "Uppgifterna är rapporterade. De gäller när samordnaren har kontrollerat dem.")
    return redirect("home:figures", hsa_id=unit.hsa_id)


def _show(request: HttpRequest, unit: CareUnit, form: FiguresForm, status: int = 200) -> HttpResponse:
    may = may_report_figures(request.roles, unit)
    if request.method == "POST":
        require(may)
    history = history_of(unit, local_date(request.at))
    context = {
        "unit": unit,
        "history": history,
        "form": form,
        "may_report": bool(may),
        "why_not": may.sentence if isinstance(may, Denied) else "",
        "may_order": bool(may_order(request.roles, unit)),
        **_effect(request, unit, form),
    }
    return render(request, "home/figures/unit.html", context, status=status)


def _show_queue(request: HttpRequest, pk: int | None = None, form: RejectForm | None = None) -> HttpResponse:
    regions = request.roles.regions_with(Role.COORDINATOR)
    rows = [
        (report, form if report.figures.pk == pk and form else RejectForm(auto_id=f"r{report.figures.pk}-%s"))
        for report in waiting_reports(regions, local_date(request.at))
    ]
    return render(
        request,
        "home/figures/queue.html",
        {"rows": rows, "form": form, "user_id": request.user.pk},
        status=422 if form else 200,
    )


def _effect(request: HttpRequest, unit: CareUnit, form: FiguresForm) -> dict[str, Any]:
    """The right to base packages as it is, and as it would be with the form's figures when they can be read."""
    today = local_date(request.at)
    standing = standing_of(unit, today)
    try:
        now = rights_of(unit, today, standing)
        then = _then(unit, form, standing, today) if form.is_bound and form.is_valid() else None
    except Refusal as refusal:
        return {"now": None, "then": None, "problem": refusal.message}
    return {"now": now, "then": then, "day": form.cleaned_data["valid_from"] if then else None}


def _then(unit: CareUnit, form: FiguresForm, standing: Any, today: Any) -> RightsView:
    values = form.cleaned_data
    if not (0 <= values["care_staff"] <= MOST_STAFF and 0 <= values["listed_patients"] <= MOST_LISTED):
        raise Missing("out_of_reach", "Skriv högst 5 000 i personalen och 200 000 listade för att se taket.")
    return rights_of(unit, today, standing, staff=values["care_staff"], listed=values["listed_patients"])


def _unit(request: HttpRequest, hsa_id: str) -> CareUnit:
    units = CareUnit.objects.visible_to(request.roles)
    return one_or_404(units.select_related("region", "municipality", "provider"), hsa_id=hsa_id)


def _in_own_regions(request: HttpRequest) -> Q:
    return Q(unit__region_id__in=request.roles.regions_with(Role.COORDINATOR))
