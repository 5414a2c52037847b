"""Who I am, and the units that I see."""

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from portal.core.clock import local_date
from portal.core.people.hsa_id import normalise_hsa_id
from portal.core.search import containing
from portal.core.units.api_shapes import Me, UnitParameters, UnitShape
from portal.core.units.models import Assignment, CareUnit
from portal.core.units.queries import assignments_of
from portal.core.units.roles import RoleSet, SubstituteFor
from portal.core.web.api import PortalAPIView
from portal.core.web.api_shapes import READ, NoParameters, problems
from portal.core.web.pages import one_or_404


class MeView(PortalAPIView):
    @extend_schema(operation_id="me", summary="Vem jag är", responses={200: Me, **problems()}, tags=["Jag"])
    def get(self, request: Any) -> Response:
        self.parameters(NoParameters)
        person = self.person
        rows = assignments_of(person, local_date(self.at))
        return Response(
            {
                "hsa_id": person.hsa_id,
                "name": person.full_name,
                "title": person.title,
                "roles": [_role(row) for row in rows],
                "substitutions": [_substitution(one) for one in self.roles.substitutions],
            }
        )


class UnitsView(PortalAPIView):
    @extend_schema(
        operation_id="list_units",
        summary="Enheter som jag ser",
        parameters=[UnitParameters],
        responses={200: UnitShape(many=True), **problems()},
        tags=["Enheter"],
    )
    def get(self, request: Any) -> Response:
        parameters = self.parameters(UnitParameters)
        units = _units(self.roles, local_date(self.at))
        if "municipality_code" in parameters:
            units = units.filter(municipality_id=parameters["municipality_code"])
        if "programme" in parameters:
            units = units.filter(programme_code=parameters["programme"])
        if "q" in parameters:
            units = units.filter(containing(parameters["q"], "name"))
        return self.page(units, ("sort_key", "pk"), parameters, unit_output)


class UnitView(PortalAPIView):
    @extend_schema(
        operation_id="get_unit",
        summary="En enhet",
        parameters=[],
        responses={200: UnitShape, **READ},
        tags=["Enheter"],
    )
    def get(self, request: Any, hsa_id: str) -> Response:
        self.parameters(NoParameters)
        return Response(
            unit_output(one_or_404(_units(self.roles, local_date(self.at)), hsa_id=normalise_hsa_id(hsa_id)))
        )


def _units(roles: RoleSet, on: date) -> Any:
    units = CareUnit.objects.visible_to(roles).with_contract(on)
    return units.select_related("municipality", "provider", "region", "parent")


def unit_output(unit: Any) -> dict[str, Any]:
    return {
        "hsa_id": unit.hsa_id,
        "name": unit.name,
        "address": unit.address,
        "municipality_code": unit.municipality_id,
        "municipality": unit.municipality.name,
        "region": unit.region.code,
        "provider": unit.provider.name,
        "parent": unit.parent.hsa_id if unit.parent else None,
        "programme": unit.programme_code,
        "programme_name": unit.programme_name,
        "contract_valid_to": unit.contract_valid_to,
    }


def _role(row: Assignment) -> dict[str, Any]:
    return {
        "role": row.role,
        "name": row.get_role_display(),
        "unit": {"hsa_id": row.unit.hsa_id, "name": row.unit.name} if row.unit else None,
        "region": {"code": row.region.code, "name": row.region.name} if row.region else None,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }


def _substitution(one: SubstituteFor) -> dict[str, Any]:
    return {
        "principal": {"hsa_id": one.principal_hsa_id, "name": one.principal_name},
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "most_pieces": one.most_pieces,
    }
