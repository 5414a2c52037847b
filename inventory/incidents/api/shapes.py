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


class LoanShape(serializers.Serializer):
    """Det som enheten har lånat ur regionens lager medan inventarien är på reparation. Räknas inte mot taket."""

    asset = serializers.CharField(help_text="Inventarienumret för det som är utlånat.")
    lent_at = serializers.DateTimeField()
    due_on = serializers.DateField(help_text="Lämnas tillbaka senast.")
    returned_at = serializers.DateTimeField(allow_null=True)


class ChargeShape(serializers.Serializer):
    """Det som enheten ska betala enligt beslutet."""

    amount = serializers.IntegerField(help_text="I öre, utan moms.")
    purpose = serializers.CharField()
    state = serializers.ChoiceField(
        choices=[("OPEN", "Att fakturera"), ("INVOICED", "Fakturerad"), ("WAIVED", "Efterskänkt")]
    )
    invoice_reference = serializers.CharField()
    invoiced_on = serializers.DateField(allow_null=True)
    waived_reason = serializers.CharField()


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
    repair_note = serializers.CharField(help_text="Vad som gjordes vid reparationen.")
    charge = ChargeShape(allow_null=True, help_text="null: enheten ska inte betala något.")
    loans = LoanShape(many=True)
    pictures = serializers.IntegerField(help_text="Antal bilder.")
    reported_at = serializers.DateTimeField()
    reported_by = PersonShape()
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_by = PersonShape(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    closed_by = PersonShape(allow_null=True)
