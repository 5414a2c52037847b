"""The catalogue of a region's appendix, for programs."""

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from entitlements.models import AppendixVersion, CatalogueItem, Kind
from entitlements.queries import appendix_in_force, catalogue_of
from portal.core.clock import local_date
from portal.core.errors import Missing
from portal.core.people.hsa_id import normalise_hsa_id
from portal.core.units.models import CareUnit
from portal.core.units.roles import RoleSet
from portal.core.web.api import PortalAPIView
from portal.core.web.api_input import Day, StrictSerializer, Text
from portal.core.web.api_shapes import READ
from portal.core.web.pages import one_or_404

NO_REGION = "Du har inget uppdrag i någon region. Ange en enhet som du ser med ?unit=HSA-id."


class NamedCode(serializers.Serializer):
    """En kod och vad den betyder."""

    code = serializers.CharField()
    name = serializers.CharField()


class ItemShape(serializers.Serializer):
    """En artikel i katalogen."""

    code = serializers.CharField()
    name = serializers.CharField()
    name_plural = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    description = serializers.CharField()
    clause = serializers.CharField(help_text="Punkten i bilagan.")
    included = serializers.ListField(child=serializers.CharField())
    variants = NamedCode(many=True, help_text="En av dem ska väljas, när listan inte är tom.")
    options = NamedCode(many=True)
    orderable = serializers.BooleanField()
    has_serial_numbers = serializers.BooleanField()


class Catalogue(serializers.Serializer):
    """Katalogen i den version av bilagan som gäller."""

    appendix = serializers.CharField()
    version = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    on = serializers.DateField()
    items = ItemShape(many=True)


class CatalogueParameters(StrictSerializer):
    unit = Text(
        required=False, max_length=31, help_text="Enheten vars regions katalog avses; annars din egen."
    )
    on = Day(required=False, help_text="Dagen; i dag om inget sägs.")


class CatalogueView(PortalAPIView):
    @extend_schema(
        operation_id="catalogue",
        summary="Katalogen",
        parameters=[CatalogueParameters],
        responses={200: Catalogue, **READ},
        tags=["Katalog"],
    )
    def get(self, request: Any) -> Response:
        parameters = self.parameters(CatalogueParameters)
        day = parameters.get("on", local_date(self.at))
        version = appendix_in_force(self._region_id(parameters.get("unit")), day)
        return Response(_catalogue(version, day))

    def _region_id(self, unit: str | None) -> int:
        if unit is not None:
            visible = CareUnit.objects.visible_to(self.roles)
            return one_or_404(visible, hsa_id=normalise_hsa_id(unit)).region_id
        region_id = _own_region(self.roles)
        if region_id is None:
            raise Missing("no_region", NO_REGION)
        return region_id


def _own_region(roles: RoleSet) -> int | None:
    """The region that the person works for or under. Whoever has several asks by unit."""
    regions = set(roles.all_region_ids).union(*roles.regions.values())
    if roles.all_unit_ids:
        units = CareUnit.objects.filter(pk__in=roles.all_unit_ids)
        regions.update(units.values_list("region_id", flat=True))
    return min(regions, default=None)


def _catalogue(version: AppendixVersion, day: date) -> dict[str, Any]:
    return {
        "appendix": version.label,
        "version": version.version,
        "valid_from": version.valid_from,
        "valid_to": version.valid_to,
        "on": day,
        "items": [_item(item) for item in catalogue_of(version.pk)],
    }


def _item(item: CatalogueItem) -> dict[str, Any]:
    return {
        "code": item.code,
        "name": item.name,
        "name_plural": item.name_plural,
        "kind": item.kind,
        "description": item.description,
        "clause": item.clause,
        "included": item.included,
        "variants": [_named(one) for one in item.variants],
        "options": [_named(one) for one in item.options],
        "orderable": item.is_orderable,
        "has_serial_numbers": item.has_serial_numbers,
    }


def _named(one: dict[str, str]) -> dict[str, str]:
    return {"code": one["code"], "name": one["name"]}
