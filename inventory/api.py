"""What units have, for programs."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from entitlements.models import Kind
from inventory.actions.receive import normalise_serial
from inventory.models import Asset, AssetEvent
from inventory.queries import SEARCHED
from portal.core.people.hsa_id import normalise_hsa_id
from portal.core.search import containing
from portal.core.units.roles import RoleSet
from portal.core.web.api import PortalAPIView
from portal.core.web.api_input import Choice, Text
from portal.core.web.api_shapes import (
    READ,
    NoParameters,
    PageParameters,
    PersonShape,
    UnitName,
    person_output,
    problems,
)
from portal.core.web.pages import one_or_404


class AssetShape(serializers.Serializer):
    """En inventarie. Den tillhör regionen och en funktion på enheten, aldrig en person (§3a)."""

    asset_number = serializers.CharField()
    serial_number = serializers.CharField()
    item = serializers.CharField(help_text="Artikelkod.")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    variant = serializers.CharField()
    model = serializers.CharField()
    state = serializers.ChoiceField(choices=Asset.State.choices)
    unit = UnitName()
    function = serializers.CharField()
    room = serializers.CharField()
    part_of = serializers.CharField(
        allow_null=True, help_text="Inventarienumret för det som den är en del av."
    )
    acquired_on = serializers.DateField()
    released_on = serializers.DateField(allow_null=True)
    warranty_until = serializers.DateField(allow_null=True)
    replacement_due = serializers.DateField(allow_null=True)
    last_seen_on = serializers.DateField(allow_null=True)


class PartShape(serializers.Serializer):
    """En del som hänger ihop med inventarien."""

    asset_number = serializers.CharField()
    item = serializers.CharField()
    name = serializers.CharField()
    model = serializers.CharField()
    state = serializers.ChoiceField(choices=Asset.State.choices)


class AssetEventShape(serializers.Serializer):
    """Något som har hänt med inventarien."""

    kind = serializers.ChoiceField(choices=AssetEvent.Kind.choices)
    at = serializers.DateTimeField()
    by = PersonShape(allow_null=True)
    source = serializers.CharField(help_text="Till exempel numret på beställningen.")
    note = serializers.CharField()


class AssetWithHistory(AssetShape):
    """En inventarie med delar och händelser, den senaste först."""

    parts = PartShape(many=True)
    events = AssetEventShape(many=True)


class AssetParameters(PageParameters):
    unit = Text(required=False, max_length=31, help_text="Enhetens HSA-id.")
    item = Text(required=False, max_length=60, help_text="Artikelkod.")
    state = Choice(required=False, choices=Asset.State.choices)
    serial = Text(required=False, max_length=60, help_text="Hela serienumret.")
    q = Text(
        required=False, max_length=100, help_text="En del av nummer, artikel, modell, funktion eller rum."
    )


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
        "unit": {"hsa_id": asset.unit.hsa_id, "name": asset.unit.name},
        "function": asset.function,
        "room": asset.room,
        "part_of": asset.part_of.asset_number if asset.part_of else None,
        "acquired_on": asset.acquired_on,
        "released_on": asset.released_on,
        "warranty_until": asset.warranty_until,
        "replacement_due": asset.replacement_due,
        "last_seen_on": asset.last_seen_on,
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
