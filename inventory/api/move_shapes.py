"""How moves between units look to programs, and what programs may send of them."""

from rest_framework import serializers

from inventory.models import AssetMove
from portal.core.web.api_input import Choice, StrictSerializer, Text
from portal.core.web.api_shapes import PageParameters, PersonShape, UnitName


class MoveInput(StrictSerializer):
    """En begäran om flytt."""

    asset = Text(max_length=20, help_text="Inventarienummer.")
    to_unit = Text(max_length=31, help_text="Den mottagande enhetens HSA-id.")
    function = Text(required=False, default="", allow_blank=True)
    room = Text(required=False, default="", allow_blank=True)
    reason = Text(allow_blank=True)


class DeclineInput(StrictSerializer):
    """Varför flytten avböjs."""

    reason = Text(allow_blank=True)


class MoveParameters(PageParameters):
    """Vilka flyttar."""

    state = Choice(required=False, choices=AssetMove.State.choices)
    from_unit = Text(required=False, max_length=31, help_text="Den lämnande enhetens HSA-id.")
    to_unit = Text(required=False, max_length=31, help_text="Den mottagande enhetens HSA-id.")


class MoveShape(serializers.Serializer):
    """En flytt av en inventarie med sina delar från en enhet till en annan."""

    number = serializers.CharField()
    asset = serializers.CharField(help_text="Inventarienummer.")
    from_unit = UnitName()
    to_unit = UnitName()
    function = serializers.CharField()
    room = serializers.CharField()
    reason = serializers.CharField()
    state = serializers.ChoiceField(choices=AssetMove.State.choices)
    answer = serializers.CharField(help_text="Skälet när flytten är avböjd.")
    asked_at = serializers.DateTimeField()
    asked_by = PersonShape()
    agreed_at = serializers.DateTimeField(allow_null=True)
    agreed_by = PersonShape(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    approved_by = PersonShape(allow_null=True)
    declined_at = serializers.DateTimeField(allow_null=True)
    declined_by = PersonShape(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawn_by = PersonShape(allow_null=True)
