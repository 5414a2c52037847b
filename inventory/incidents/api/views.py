"""Incidents for programs: list and report."""

from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.response import Response

from inventory.incidents.actions.report import report_incident
from inventory.incidents.api.shapes import IncidentInput, IncidentParameters, IncidentShape
from inventory.incidents.content import Report
from inventory.incidents.models import Charge, Incident, Loan
from inventory.models import Asset
from portal.core.errors import Missing
from portal.core.people.hsa_id import normalise_hsa_id
from portal.core.web.api import PortalAPIView
from portal.core.web.api_shapes import READ, WRITE, NoParameters, person_output, problems
from portal.core.web.pages import one_or_404

TAGS = ["Incidenter"]
EXAMPLE = OpenApiExample(
    "En sprucken skärm",
    request_only=True,
    value={
        "asset": "KLM-000123",
        "kind": "DAMAGE",
        "happened_on": "2026-11-17",
        "place": "Reception 1",
        "description": "Skärmen är sprucken efter ett fall.",
        "data_risk": "NO",
    },
)


class _IncidentAPIView(PortalAPIView):
    """A view of incidents: those that the person sees."""

    def visible(self) -> QuerySet[Incident]:
        seen = Incident.objects.visible_to(self.roles).annotate(picture_count=Count("pictures"))
        loans = Prefetch("asset__loans_in_place", Loan.objects.select_related("asset").order_by("pk"))
        people = ("reported_by", "decided_by", "closed_by")
        return seen.select_related("asset", "unit", *people).prefetch_related(loans, "asset__charges")


class IncidentsView(_IncidentAPIView):
    @extend_schema(
        operation_id="list_incidents",
        summary="Incidenter, den senaste först",
        parameters=[IncidentParameters],
        responses={200: IncidentShape(many=True), **problems()},
        tags=TAGS,
    )
    def get(self, request: Any) -> Response:
        parameters = self.parameters(IncidentParameters)
        incidents = self.visible()
        for name in ("state", "kind"):
            if name in parameters:
                incidents = incidents.filter(**{name: parameters[name]})
        if "unit" in parameters:
            incidents = incidents.filter(unit__hsa_id=normalise_hsa_id(parameters["unit"]))
        return self.page(incidents, ("-pk",), parameters, incident_output)

    @extend_schema(
        operation_id="report_incident",
        summary="Anmäl en incident",
        description="Det som är borta får genast läget MISSING eller STOLEN. Samordnaren beslutar sedan.",
        request=IncidentInput,
        examples=[EXAMPLE],
        responses={201: IncidentShape, **WRITE},
        tags=TAGS,
    )
    def post(self, request: Any) -> Response:
        self.parameters(NoParameters)
        values = self.body(IncidentInput)
        number = values.pop("asset").upper()
        asset = Asset.objects.visible_to(self.roles).filter(asset_number=number).first()
        if asset is None:
            raise Missing("unknown_asset", "Inventarien finns inte, eller så är den inte er.", field="asset")
        incident = report_incident(asset=asset, report=Report(**values), by=self.person, at=self.at)
        return Response(incident_output(self.visible().get(pk=incident.pk)), status=201)


class IncidentView(_IncidentAPIView):
    @extend_schema(
        operation_id="get_incident",
        summary="En incident",
        parameters=[],
        responses={200: IncidentShape, **READ},
        tags=TAGS,
    )
    def get(self, request: Any, number: str) -> Response:
        self.parameters(NoParameters)
        return Response(incident_output(one_or_404(self.visible(), number=number.upper())))


def incident_output(incident: Incident) -> dict[str, Any]:
    return {
        "number": incident.number,
        "asset": incident.asset.asset_number,
        "unit": {"hsa_id": incident.unit.hsa_id, "name": incident.unit.name},
        "kind": incident.kind,
        "state": incident.state,
        "happened_on": incident.happened_on,
        "happened_time": incident.happened_time,
        "place": incident.place,
        "description": incident.description,
        "police_reference": incident.police_reference,
        "data_risk": incident.data_risk,
        "data_risk_text": incident.data_risk_text,
        "outcome": incident.outcome,
        "reason": incident.reason,
        "repair_note": incident.repair_note,
        "charge": next(
            (charge_output(one) for one in incident.asset.charges.all() if one.source == incident.number),
            None,
        ),
        "loans": [_loan(one) for one in incident.asset.loans_in_place.all() if _is_during(one, incident)],
        "pictures": incident.picture_count,
        "reported_at": incident.reported_at,
        "reported_by": person_output(incident.reported_by),
        "decided_at": incident.decided_at,
        "decided_by": person_output(incident.decided_by),
        "closed_at": incident.closed_at,
        "closed_by": person_output(incident.closed_by),
    }


def _is_during(loan: Loan, incident: Incident) -> bool:
    """Whether it was lent while the incident was being repaired."""
    decided, closed = incident.decided_at, incident.closed_at
    return decided is not None and decided <= loan.lent_at and (closed is None or loan.lent_at <= closed)


def _loan(loan: Loan) -> dict[str, Any]:
    return {
        "asset": loan.asset.asset_number,
        "lent_at": loan.lent_at,
        "due_on": loan.due_on,
        "returned_at": loan.returned_at,
    }


def charge_output(charge: Charge) -> dict[str, Any]:
    return {
        "amount": charge.amount,
        "purpose": charge.purpose,
        "state": "INVOICED" if charge.invoiced_at else "WAIVED" if charge.waived_at else "OPEN",
        "invoice_reference": charge.invoice_reference,
        "invoiced_on": charge.invoiced_on,
        "waived_reason": charge.waived_reason,
    }
