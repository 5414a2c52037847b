"""How people and units look to programs, for the API's description, and what the list of units is asked by."""

from rest_framework import serializers

from portal.core.units.models import Role
from portal.core.web.api_input import Text
from portal.core.web.api_shapes import PageParameters, PersonShape, UnitName


class RegionName(serializers.Serializer):
    """En region."""

    code = serializers.CharField()
    name = serializers.CharField()


class RoleShape(serializers.Serializer):
    """Ett uppdrag som gäller i dag, vid en enhet eller i en region."""

    role = serializers.ChoiceField(choices=Role.choices)
    name = serializers.CharField()
    unit = UnitName(allow_null=True)
    region = RegionName(allow_null=True)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class SubstitutionShape(serializers.Serializer):
    """Rätten att attestera i någon annans ställe."""

    principal = PersonShape()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField()
    most_pieces = serializers.IntegerField(
        allow_null=True, help_text="Högst så många artiklar; null: ingen gräns."
    )


class Me(serializers.Serializer):
    """Den som anropar."""

    hsa_id = serializers.CharField()
    name = serializers.CharField()
    title = serializers.CharField()
    roles = RoleShape(many=True)
    substitutions = SubstitutionShape(many=True)


class UnitShape(serializers.Serializer):
    """En vårdenhet eller filial."""

    hsa_id = serializers.CharField()
    name = serializers.CharField()
    address = serializers.CharField()
    municipality_code = serializers.CharField()
    municipality = serializers.CharField()
    region = serializers.CharField(help_text="Regionens kod.")
    provider = serializers.CharField()
    parent = serializers.CharField(allow_null=True, help_text="Huvudenhetens HSA-id, för en filial.")
    programme = serializers.CharField(allow_null=True, help_text="Vårdvalets kod enligt avtalet i dag.")
    programme_name = serializers.CharField(allow_null=True)
    contract_valid_to = serializers.DateField(allow_null=True)


class UnitParameters(PageParameters):
    municipality_code = Text(required=False, max_length=4)
    programme = Text(required=False, max_length=40, help_text="Vårdvalets kod.")
    q = Text(required=False, max_length=100, help_text="En del av namnet.")
