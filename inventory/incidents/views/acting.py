"""What is done with an incident: each act parses its form, makes one call and shows the page again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from inventory.incidents.access import SEES_INCIDENTS, may_decide, may_repair, may_report
from inventory.incidents.actions.decide import close_incident, decide_incident
from inventory.incidents.actions.lend import lend_asset, return_loan
from inventory.incidents.actions.picture import MOST_BYTES, add_picture
from inventory.incidents.actions.repair import finish_repair
from inventory.incidents.actions.report import add_police_reference
from inventory.incidents.actions.withdraw import withdraw_incident
from inventory.incidents.forms.acting import DecisionForm, PictureForm, PoliceForm, RepairForm
from inventory.incidents.models import Incident, Loan
from inventory.incidents.views.detail import incidents_of, loan_form, show_incident
from portal.core.access import require
from portal.core.errors import Conflict, Invalid
from portal.core.web.pages import for_roles, one_or_404, show_in_form

Act = Callable[[dict[str, Any]], object]


@for_roles(*SEES_INCIDENTS)
@require_POST
def police(request: HttpRequest, number: str) -> HttpResponse:
    incident = _incident(request, number)
    require(may_report(request.roles, incident.unit))
    act = _by(request, add_police_reference, incident)
    return _try(request, incident, "police", PoliceForm(request.POST), act, "Diarienumret är sparat.")


@for_roles(*SEES_INCIDENTS)
@require_POST
def picture_add(request: HttpRequest, number: str) -> HttpResponse:
    incident = _incident(request, number)
    require(may_report(request.roles, incident.unit))

    def act(values: dict[str, Any]) -> object:
        # One byte more than is allowed is enough to know that it is too large.
        content = values["picture"].read(MOST_BYTES + 1)
        return add_picture(incident=incident, content=content, by=request.user, at=request.at)

    form = PictureForm(request.POST, request.FILES)
    return _try(request, incident, "picture", form, act, "Bilden är tillagd.")


@for_roles(*SEES_INCIDENTS)
@require_POST
def decide(request: HttpRequest, number: str) -> HttpResponse:
    incident = _incident(request, number)
    require(may_decide(request.roles, incident))
    act = _by(request, decide_incident, incident)
    form = DecisionForm(incident, request.POST)
    return _try(request, incident, "decide", form, act, "Beslutet är sparat. Enheten får besked.")


@for_roles(*SEES_INCIDENTS)
@require_POST
def repair(request: HttpRequest, number: str) -> HttpResponse:
    incident = _incident(request, number)
    require(may_repair(request.roles, incident.unit))
    act = _by(request, finish_repair, incident)
    return _try(request, incident, "repair", RepairForm(request.POST), act, "Reparationen är avslutad.")


@for_roles(*SEES_INCIDENTS)
@require_POST
def lend(request: HttpRequest, number: str) -> HttpResponse:
    incident = _incident(request, number)
    require(may_repair(request.roles, incident.unit))

    def act(values: dict[str, Any]) -> object:
        return lend_asset(for_asset=incident.asset, by=request.user, at=request.at, **values)

    return _try(
        request, incident, "lend", loan_form(request, incident, request.POST), act, "Lånet är registrerat."
    )


@for_roles(*SEES_INCIDENTS)
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    incident = _incident(request, number)
    act = _by(request, withdraw_incident, incident)
    return _try(request, incident, "", Form(request.POST), act, "Anmälan är återtagen.")


@for_roles(*SEES_INCIDENTS)
@require_POST
def close(request: HttpRequest, number: str) -> HttpResponse:
    incident = _incident(request, number)
    act = _by(request, close_incident, incident)
    return _try(request, incident, "", Form(request.POST), act, "Incidenten är avslutad.")


@for_roles(*SEES_INCIDENTS)
@require_POST
def loan_return(request: HttpRequest, pk: int) -> HttpResponse:
    loan = one_or_404(Loan.objects.visible_to(request.roles), pk=pk)
    try:
        return_loan(loan=loan, by=request.user, at=request.at)
    except Conflict as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, "Lånet är återlämnat och inventarien står i lagret.")
    return redirect("incidents:loans")


def _incident(request: HttpRequest, number: str) -> Incident:
    return one_or_404(incidents_of(request), number=number.upper())


def _by(request: HttpRequest, action: Callable[..., object], incident: Incident) -> Act:
    return lambda values: action(incident=incident, by=request.user, at=request.at, **values)


def _try(
    request: HttpRequest, incident: Incident, name: str, form: Form, act: Act, done: str
) -> HttpResponse:
    """Do it and go back to the page; what is wrong is shown in the form, what has changed meanwhile above it."""
    if not form.is_valid():
        return show_incident(request, incident, {name: form}, status=422)
    try:
        act(form.cleaned_data)
    except Invalid as refusal:
        show_in_form(form, refusal, {"police_reference": "reference"})
        return show_incident(request, incident, {name: form}, status=422)
    except Conflict as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("incidents:detail", incident.number)
