"""An incident's page, shown as it is or with what was wrong in one of its forms."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from inventory.incidents.access import (
    may_decide,
    may_invoice,
    may_repair,
    may_report,
    may_waive,
    may_withdraw,
)
from inventory.incidents.actions.picture import MOST_PICTURES
from inventory.incidents.forms.acting import (
    DecisionForm,
    InvoiceForm,
    LoanForm,
    PictureForm,
    PoliceForm,
    RepairForm,
    WaiveForm,
)
from inventory.incidents.models import Charge, Incident, Kind, Loan, Outcome
from inventory.incidents.presentation import charge_shown, consequences_of, history_of, state_tag
from inventory.incidents.queries import lendable
from inventory.incidents.terms import incident_terms
from inventory.incidents.workflow import allows
from inventory.sources import addresses_of
from portal.core.access import Denied
from portal.core.clock import local_date

LENT_FOR = timedelta(days=14)


def incidents_of(request: HttpRequest) -> QuerySet[Incident]:
    """The incidents that the person sees, with what their page names."""
    people = ("reported_by", "decided_by", "closed_by", "withdrawn_by")
    return Incident.objects.visible_to(request.roles).select_related("asset", "unit", *people)


def show_incident(
    request: HttpRequest, incident: Incident, tried: Mapping[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    """``tried``: the form that was sent and refused, in place of the empty one of its name."""
    forms = {**_forms(request, incident), **(tried or {})}
    source = incident.source
    charge = charge_of(incident)
    context: dict[str, Any] = {
        "incident": incident,
        "asset": incident.asset,
        "tag": state_tag(incident),
        "pictures": list(incident.pictures.defer("content").order_by("position")),
        "history": history_of(incident),
        "followed": consequences_of(incident),
        "source_url": addresses_of({source}).get(source, "") if source else "",
        "loan": Loan.objects.open().filter(for_asset=incident.asset_id).select_related("asset").first(),
        "charge": charge and charge_shown(charge),
        "forms": forms,
        "failed": next(iter((tried or {}).values()), None),
        "why_not": _why_not(request, incident),
        "may_withdraw": allows(incident, "withdraw") and bool(may_withdraw(request.roles, incident)),
        "may_close": allows(incident, "close")
        and not (charge and charge.is_open)
        and bool(may_decide(request.roles, incident)),
    }
    return render(request, "incidents/incident_detail.html", context, status=status)


def _forms(request: HttpRequest, incident: Incident) -> dict[str, Form]:
    """The forms of what the person may do with the incident now, by name."""
    roles, found = request.roles, {}
    if may_report(roles, incident.unit):
        found.update(_of_reporter(incident))
    if allows(incident, "decide") and may_decide(roles, incident) and not incident.lacks_police_reference:
        found["decide"] = decision_form(request, incident)
    if allows(incident, "finish_repair") and may_repair(roles, incident.unit):
        found["repair"] = RepairForm()
        found["lend"] = loan_form(request, incident)
    if allows(incident, "settle_charge") and incident.outcome == Outcome.CHARGE_UNIT:
        found.update(_of_charge(request, incident))
    return found


def _of_charge(request: HttpRequest, incident: Incident) -> dict[str, Form]:
    found: dict[str, Form] = {}
    if may_invoice(request.roles, incident.unit):
        found["invoice"] = InvoiceForm(initial={"invoiced_on": local_date(request.at)})
    if may_waive(request.roles, incident.unit):
        found["waive"] = WaiveForm()
    return found


def decision_form(request: HttpRequest, incident: Incident, data: Any = None) -> DecisionForm:
    terms = incident_terms(incident.unit.region_id, local_date(request.at))
    return DecisionForm(incident, terms.charged, data)


def loan_form(request: HttpRequest, incident: Incident, data: Any = None) -> LoanForm:
    return LoanForm(lendable(incident), local_date(request.at) + LENT_FOR, data)


def _of_reporter(incident: Incident) -> dict[str, Form]:
    found: dict[str, Form] = {}
    if allows(incident, "decide") and incident.kind == Kind.THEFT:
        found["police"] = PoliceForm(initial={"reference": incident.police_reference})
    if incident.state in Incident.OPEN and incident.pictures.count() < MOST_PICTURES:
        found["picture"] = PictureForm()
    return found


def charge_of(incident: Incident) -> Charge | None:
    """What the unit is to pay after the decision. One query when that was the decision."""
    if incident.outcome != Outcome.CHARGE_UNIT:
        return None
    charges = Charge.objects.filter(source=incident.number, asset=incident.asset_id)
    return charges.select_related("decided_by", "invoiced_by", "waived_by").first()


def _why_not(request: HttpRequest, incident: Incident) -> str:
    """What the one who would decide waits for, or why the signed-in person does not decide."""
    if not allows(incident, "decide"):
        return ""
    may = may_decide(request.roles, incident)
    if isinstance(may, Denied):
        return "Samordnaren i regionen beslutar. Beslutet visas här."
    if incident.lacks_police_reference:
        return "Stölden saknar polisens diarienummer. Be enheten att fylla i det innan du beslutar."
    return ""
