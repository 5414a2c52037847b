"""How incidents look to programs, and what programs may send of them."""

from datetime import time
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from inventory.incidents.models import DataRisk, Incident, Kind, Outcome
from portal.core.web.api_input import Choice, Day, StrictSerializer, Text
from portal.core.web.api_shapes import PageParameters, PersonShape, UnitName


@extend_schema_field({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})
class Clock(Text):
    """HH:MM."""

    default_error_messages = {"malformed": "Skriv klockslaget som 14:30."}

    def to_internal_value(self, data: Any) -> time:
        text = super().to_internal_value(data)
        digits = text[:2] + text[3:]
        if len(text) != 5 or text[2] != ":" or not (digits.isascii() and digits.isdigit()):
            self.fail("malformed")
        hour, minute = int(text[:2]), int(text[3:])
        if hour > 23 or minute > 59:
            self.fail("malformed")
        return time(hour, minute)


class IncidentInput(StrictSerializer):
    """En anmälan."""

    asset = Text(max_length=20, help_text="Inventarienummer.")
    kind = Choice(choices=Kind.choices)
    happened_on = Day()
    happened_time = Clock(required=False, allow_null=True, default=None, help_text="Till exempel 14:30.")
    place = Text(required=False, default="", allow_blank=True)
    description = Text(allow_blank=True, help_text="Inga patientuppgifter.")
    police_reference = Text(
        required=False,
        default="",
        allow_blank=True,
        help_text="Polisens diarienummer vid stöld. Kan fyllas i senare, men behövs före beslutet.",
    )
    data_risk = Choice(choices=DataRisk.choices, help_text="Kan uppgifter ha kommit i orätta händer?")
    data_risk_text = Text(required=False, default="", allow_blank=True, help_text="Krävs vid YES.")


class IncidentParameters(PageParameters):
    """Vilka incidenter."""

    state = Choice(required=False, choices=Incident.State.choices)
    kind = Choice(required=False, choices=Kind.choices)
    unit = Text(required=False, max_length=100, help_text="Enhetens HSA-id.")


class IncidentShape(serializers.Serializer):
    """Förlust, stöld, skada, onormalt slitage eller fel på en inventarie (§4)."""

    number = serializers.CharField()
    asset = serializers.CharField(help_text="Inventarienummer.")
    unit = UnitName()
    kind = serializers.ChoiceField(choices=Kind.choices)
    state = serializers.ChoiceField(choices=Incident.State.choices)
    happened_on = serializers.DateField()
    happened_time = serializers.TimeField(allow_null=True)
    place = serializers.CharField()
    description = serializers.CharField()
    police_reference = serializers.CharField()
    data_risk = serializers.ChoiceField(choices=DataRisk.choices)
    data_risk_text = serializers.CharField()
    outcome = serializers.ChoiceField(choices=[*Outcome.choices, ("", "Inget beslut än")])
    reason = serializers.CharField()
    pictures = serializers.IntegerField(help_text="Antal bilder.")
    reported_at = serializers.DateTimeField()
    reported_by = PersonShape()
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_by = PersonShape(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    closed_by = PersonShape(allow_null=True)
