"""What units have, for programs."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from inventory.api_shapes import AssetParameters, AssetShape, AssetWithHistory
from inventory.models import Asset, AssetEvent
from inventory.queries.lists import SEARCHED
from inventory.serials import normalise_serial
from portal.core.people.hsa_id import normalise_hsa_id
from portal.core.search import containing
from portal.core.units.roles import RoleSet
from portal.core.web.api import PortalAPIView
from portal.core.web.api_shapes import (
    READ,
    NoParameters,
    person_output,
    problems,
)
from portal.core.web.pages import one_or_404


class AssetsView(PortalAPIView):
    @extend_schema(
        operation_id="list_assets",
        summary="Utrustning",
        parameters=[AssetParameters],
        responses={200: AssetShape(many=True), **problems()},
        tags=["Utrustning"],
    )
    def get(self, request: Any) -> Response:
        parameters = self.parameters(AssetParameters)
        return self.page(
            _filtered(_assets(self.roles), parameters), ("asset_number",), parameters, asset_output
        )


class AssetView(PortalAPIView):
    @extend_schema(
        operation_id="get_asset",
        summary="En inventarie",
        parameters=[],
        responses={200: AssetWithHistory, **READ},
        tags=["Utrustning"],
    )
    def get(self, request: Any, asset_number: str) -> Response:
        self.parameters(NoParameters)
        asset = one_or_404(_assets(self.roles), asset_number=asset_number.upper())
        return Response(
            {
                **asset_output(asset),
                "parts": [_part(part) for part in asset.parts.order_by("asset_number")],
                "events": [_event(event) for event in asset.events.select_related("happened_by")],
            }
        )


def _assets(roles: RoleSet) -> QuerySet[Asset]:
    return Asset.objects.visible_to(roles).select_related("unit", "part_of")


def _filtered(assets: QuerySet[Asset], parameters: dict[str, Any]) -> QuerySet[Asset]:
    if "unit" in parameters:
        assets = assets.filter(unit__hsa_id=normalise_hsa_id(parameters["unit"]))
    if "item" in parameters:
        assets = assets.filter(item_code=parameters["item"])
    if "state" in parameters:
        assets = assets.filter(state=parameters["state"])
    if "on_loan" in parameters:
        assets = assets.filter(on_loan=parameters["on_loan"] == "true")
    if "serial" in parameters:
        assets = assets.filter(serial_number=normalise_serial(parameters["serial"]))
    return assets.filter(containing(parameters["q"], *SEARCHED)) if "q" in parameters else assets


def asset_output(asset: Asset) -> dict[str, Any]:
    return {
        "asset_number": asset.asset_number,
        "serial_number": asset.serial_number,
        "item": asset.item_code,
        "name": asset.item_name,
        "kind": asset.kind,
        "variant": asset.variant,
        "model": asset.model_name,
        "state": asset.state,
        "on_loan": asset.on_loan,
        "unit": {"hsa_id": asset.unit.hsa_id, "name": asset.unit.name},
        "function": asset.function,
        "room": asset.room,
        "part_of": asset.part_of.asset_number if asset.part_of else None,
        "acquired_on": asset.acquired_on,
        "released_on": asset.released_on,
        "warranty_until": asset.warranty_until,
        "replacement_due": asset.replacement_due,
        "last_seen_on": asset.last_seen_on,
        "erased_on": asset.erased_on,
    }


def _part(part: Asset) -> dict[str, Any]:
    return {
        "asset_number": part.asset_number,
        "item": part.item_code,
        "name": part.item_name,
        "model": part.model_name,
        "state": part.state,
    }


def _event(event: AssetEvent) -> dict[str, Any]:
    return {
        "kind": event.kind,
        "at": event.happened_at,
        "by": person_output(event.happened_by),
        "source": event.source,
        "note": event.note,
    }
