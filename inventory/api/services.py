"""What a unit has of services, networks and accesses, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from inventory.api_shapes import ServiceParameters, ServiceShape
from inventory.models import UnitService
from portal.core.people.hsa_id import normalise_hsa_id
from portal.core.units.models import CareUnit
from portal.core.web.api import PortalAPIView
from portal.core.web.api_shapes import READ, person_output
from portal.core.web.pages import one_or_404


class ServicesView(PortalAPIView):
    @extend_schema(
        operation_id="list_services",
        summary="Enhetens tjänster, nätverk och behörigheter",
        parameters=[ServiceParameters],
        responses={200: ServiceShape(many=True), **READ},
        tags=["Enheter"],
    )
    def get(self, request: Any, hsa_id: str) -> Response:
        parameters = self.parameters(ServiceParameters)
        unit = one_or_404(CareUnit.objects.visible_to(self.roles), hsa_id=normalise_hsa_id(hsa_id))
        rows = UnitService.objects.filter(unit=unit).select_related("unit", "registered_by", "ended_by")
        if "on" in parameters:
            rows = rows.in_force(parameters["on"])
        return self.page(rows, ("item_code", "pk"), parameters, service_output)


def service_output(service: UnitService) -> dict[str, Any]:
    return {
        "item": service.item_code,
        "name": service.item_name,
        "kind": service.kind,
        "unit": {"hsa_id": service.unit.hsa_id, "name": service.unit.name},
        "valid_from": service.valid_from,
        "valid_to": service.valid_to,
        "registered_at": service.registered_at,
        "registered_by": person_output(service.registered_by),
        "ended_at": service.ended_at,
        "ended_by": person_output(service.ended_by),
    }
