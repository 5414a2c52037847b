"""Reporting an incident."""

from datetime import date
from typing import Any

from django import forms

from inventory.incidents.content import Report
from inventory.incidents.models import DataRisk, Kind
from portal.core.units.forms.administration import day_field


class ReportForm(forms.Form):
    """The texts' lengths are the action's matter, which both doors ask."""

    asset = forms.CharField(
        label="Inventarienummer",
        max_length=20,
        help_text="Står på etiketten, till exempel KLM-000123.",
        error_messages={"required": "Skriv inventarienumret som står på etiketten."},
    )
    kind = forms.ChoiceField(
        label="Vad som har hänt",
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vad som har hänt."},
    )
    happened_on = day_field("Dagen då det hände")
    happened_time = forms.TimeField(
        label="Klockslag",
        required=False,
        widget=forms.TimeInput(format="%H.%M"),
        input_formats=["%H.%M", "%H:%M", "%H:%M:%S"],
        help_text="Om ni vet, till exempel 14.30.",
        error_messages={"invalid": "Skriv klockslaget som 14.30 eller 14:30."},
    )
    place = forms.CharField(label="Plats", required=False)
    description = forms.CharField(
        label="Beskriv vad som har hänt",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Skriv inga patientuppgifter.",
        error_messages={"required": "Beskriv vad som har hänt."},
    )
    police_reference = forms.CharField(
        label="Polisens diarienummer",
        required=False,
        help_text="Gäller stöld. Det kan fyllas i senare, men behövs innan regionen beslutar.",
    )
    data_risk = forms.ChoiceField(
        label="Risk att uppgifter har kommit i orätta händer",
        choices=DataRisk.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj ja, nej eller vet inte."},
    )
    data_risk_text = forms.CharField(
        label="Vilka uppgifter",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Fylls i om svaret är ja. Beskriv vilket slag av uppgifter, inte uppgifterna själva.",
    )

    def __init__(self, data: Any = None, *, asset: str = "", today: date | None = None):
        super().__init__(data, initial={"asset": asset, "happened_on": today})

    def report(self) -> Report:
        return Report(**{name: value for name, value in self.cleaned_data.items() if name != "asset"})
