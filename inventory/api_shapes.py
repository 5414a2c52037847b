"""How equipment looks to programs, for the API's description, and what the list is asked by."""

from rest_framework import serializers

from entitlements.models import Kind
from inventory.models import Asset, AssetEvent
from inventory.models.service import SERVICE_KINDS
from portal.core.web.api_input import Choice, Day, Text
from portal.core.web.api_shapes import PageParameters, PersonShape, UnitName


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
    on_loan = serializers.BooleanField(help_text="Lånad ur regionens lager. Räknas inte mot taket.")
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
    erased_on = serializers.DateField(
        allow_null=True,
        help_text="När lagringen raderades sedan den kom tillbaka; null så länge den är i bruk.",
    )


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


class ServiceShape(serializers.Serializer):
    """En tjänst, ett nätverk eller ett slags behörighet som är registrerat för enheten (§4)."""

    item = serializers.CharField(help_text="Artikelkod.")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=[(kind.value, kind.label) for kind in SERVICE_KINDS])
    unit = UnitName()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True, help_text="Sista dagen; null: tills vidare.")
    registered_at = serializers.DateTimeField()
    registered_by = PersonShape()
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_by = PersonShape(allow_null=True)


class ServiceParameters(PageParameters):
    on = Day(required=False, help_text="Bara det som gällde den dagen; annars allt som är registrerat.")


class AssetParameters(PageParameters):
    unit = Text(required=False, max_length=31, help_text="Enhetens HSA-id.")
    item = Text(required=False, max_length=60, help_text="Artikelkod.")
    state = Choice(required=False, choices=Asset.State.choices)
    on_loan = Choice(
        required=False, choices=[("true", "utlånad"), ("false", "inte utlånad")], help_text="Lånad ur lagret."
    )
    serial = Text(required=False, max_length=60, help_text="Hela serienumret.")
    q = Text(
        required=False, max_length=100, help_text="En del av nummer, artikel, modell, funktion eller rum."
    )
