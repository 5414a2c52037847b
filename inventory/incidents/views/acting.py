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
from inventory.incidents.actions.lend import lend_asset
from inventory.incidents.actions.picture import MOST_BYTES, add_picture
from inventory.incidents.actions.repair import finish_repair
from inventory.incidents.actions.report import add_police_reference
from inventory.incidents.actions.withdraw import withdraw_incident
from inventory.incidents.forms.acting import PictureForm, PoliceForm, RepairForm
from inventory.incidents.models import Incident
from inventory.incidents.views.detail import decision_form, incidents_of, loan_form, show_incident
from portal.core.access import require
from portal.core.errors import Conflict, Invalid
from portal.core.web.pages import for_roles, one_or_404, show_in_form

Act = Callable[[dict[str, Any]], object]


@for_roles(*SEES_INCIDENTS)
@require_POST
def police(request: HttpRequest, number: str) -> HttpResponse:
    incident = called(request, number)
    require(may_report(request.roles, incident.unit))
    act = acting_on(request, add_police_reference, incident=incident)
    return attempt(request, incident, "police", PoliceForm(request.POST), act, "Diarienumret är sparat.")


@for_roles(*SEES_INCIDENTS)
@require_POST
def picture_add(request: HttpRequest, number: str) -> HttpResponse:
    incident = called(request, number)
    require(may_report(request.roles, incident.unit))

    def act(values: dict[str, Any]) -> object:
        # One byte more than is allowed is enough to know that it is too large.
        content = values["picture"].read(MOST_BYTES + 1)
        return add_picture(incident=incident, content=content, by=request.user, at=request.at)

    form = PictureForm(request.POST, request.FILES)
    return attempt(request, incident, "picture", form, act, "Bilden är tillagd.")


@for_roles(*SEES_INCIDENTS)
@require_POST
def decide(request: HttpRequest, number: str) -> HttpResponse:
    incident = called(request, number)
    require(may_decide(request.roles, incident))
    act = acting_on(request, decide_incident, incident=incident)
    form = decision_form(request, incident, request.POST)
    return attempt(request, incident, "decide", form, act, "Beslutet är sparat. Enheten får besked.")


@for_roles(*SEES_INCIDENTS)
@require_POST
def repair(request: HttpRequest, number: str) -> HttpResponse:
    incident = called(request, number)
    require(may_repair(request.roles, incident.unit))
    act = acting_on(request, finish_repair, incident=incident)
    return attempt(request, incident, "repair", RepairForm(request.POST), act, "Reparationen är avslutad.")


@for_roles(*SEES_INCIDENTS)
@require_POST
def lend(request: HttpRequest, number: str) -> HttpResponse:
    incident = called(request, number)
    require(may_repair(request.roles, incident.unit))

    act = acting_on(request, lend_asset, for_asset=incident.asset)
    form = loan_form(request, incident, request.POST)
    return attempt(request, incident, "lend", form, act, "Lånet är registrerat.")


@for_roles(*SEES_INCIDENTS)
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    incident = called(request, number)
    act = acting_on(request, withdraw_incident, incident=incident)
    return attempt(request, incident, "", Form(request.POST), act, "Anmälan är återtagen.")


@for_roles(*SEES_INCIDENTS)
@require_POST
def close(request: HttpRequest, number: str) -> HttpResponse:
    incident = called(request, number)
    act = acting_on(request, close_incident, incident=incident)
    return attempt(request, incident, "", Form(request.POST), act, "Incidenten är avslutad.")


def called(request: HttpRequest, number: str) -> Incident:
    """The incident of the number, if the person sees it."""
    return one_or_404(incidents_of(request), number=number.upper())


def acting_on(request: HttpRequest, action: Callable[..., object], **what: object) -> Act:
    return lambda values: action(**what, by=request.user, at=request.at, **values)


def attempt(
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
