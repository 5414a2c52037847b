"""What a unit may have, now, on a past day, or if its figures were others."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from entitlements.models import AppendixVersion
from entitlements.queries import appendix_in_force, rules_of
from entitlements.rules.limits import entitlement
from entitlements.rules.reasons import limit_sentence
from entitlements.rules.types import Appendix, Facts, ItemEntitlement, Limit
from orders.api.inputs import EntitlementParameters
from orders.api.shapes import EntitlementShape
from orders.facts import facts_of
from portal.core.clock import local_date
from portal.core.people.hsa_id import normalise_hsa_id
from portal.core.units.models import CareUnit
from portal.core.web.api import PortalAPIView
from portal.core.web.api_shapes import READ
from portal.core.web.pages import one_or_404


class EntitlementView(PortalAPIView):
    @extend_schema(
        operation_id="unit_entitlement",
        summary="Enhetens tilldelning: nu, en annan dag, eller ”tänk om”",
        parameters=[EntitlementParameters],
        responses={200: EntitlementShape, **READ},
        tags=["Enheter"],
    )
    def get(self, request: Any, hsa_id: str) -> Response:
        parameters = self.parameters(EntitlementParameters)
        visible = CareUnit.objects.visible_to(self.roles).select_related("municipality")
        unit = one_or_404(visible, hsa_id=normalise_hsa_id(hsa_id))
        on = parameters.get("on", local_date(self.at))
        version = appendix_in_force(unit.region_id, on)
        appendix = rules_of(version.pk)
        facts = facts_of(
            unit, on, appendix=appendix, staff=parameters.get("staff"), listed=parameters.get("listed")
        )
        return Response(_output(facts, version, appendix))


def _output(facts: Facts, version: AppendixVersion, appendix: Appendix) -> dict[str, Any]:
    return {
        "unit": {"hsa_id": facts.unit, "name": facts.unit_name},
        "on": facts.on,
        "appendix": version.label,
        "version": version.version,
        "hypothetical": facts.hypothetical,
        "has_contract": facts.has_contract,
        "programme": facts.programme,
        "figures": {
            "care_staff": facts.care_staff,
            "listed_patients": facts.listed_patients,
            "valid_from": facts.figures_valid_from,
        },
        "items": [_item(right, appendix) for right in entitlement(facts, appendix)],
    }


def _item(right: ItemEntitlement, appendix: Appendix) -> dict[str, Any]:
    item = appendix.items[right.code]
    return {
        "code": right.code,
        "name": item.name,
        "kind": right.kind,
        "clause": item.clause,
        "cap": right.cap,
        "in_use": right.in_use,
        "on_the_way": right.on_the_way,
        "left": right.left,
        "over": right.over,
        "limits": [_limit(limit) for limit in right.limits],
    }


def _limit(limit: Limit) -> dict[str, Any]:
    return {
        "name": limit.name,
        "value": limit.value,
        "clause": limit.clause,
        "sentence": limit_sentence(limit),
        "decisive": limit.decisive,
    }
