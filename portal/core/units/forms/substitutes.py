"""Appointing a substitute: whom, for how long, and for how large orders."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from portal.core.people.models import User


class SubstituteForm(forms.Form):
    substitute = forms.ModelChoiceField(
        label="Ersättare",
        queryset=User.objects.none(),
        to_field_name="hsa_id",
        empty_label="Välj person",
        help_text="En person som arbetar för regionen.",
        error_messages={
            "required": "Välj vem som ska ersätta dig.",
            "invalid_choice": "Välj en person i listan.",
        },
    )
    valid_from = forms.DateField(
        label="Första dagen",
        widget=forms.DateInput(format="%Y-%m-%d"),
        error_messages={"required": "Ange första dagen.", "invalid": "Skriv datumet som 2026-12-01."},
    )
    valid_to = forms.DateField(
        label="Sista dagen",
        widget=forms.DateInput(format="%Y-%m-%d"),
        error_messages={"required": "Ange sista dagen.", "invalid": "Skriv datumet som 2026-12-31."},
    )
    most_pieces = forms.IntegerField(
        label="Högst antal artiklar per beställning",
        required=False,
        min_value=1,
        max_value=100_000,
        help_text="Lämna tomt om ersättaren får attestera alla beställningar.",
        error_messages={
            "invalid": "Skriv antalet med siffror, eller lämna tomt.",
            "min_value": "Gränsen är minst 1 artikel, eller tom.",
            "max_value": "Skriv ett lägre antal, eller lämna tomt.",
        },
    )

    def __init__(self, people: Any, today: date, data: Mapping[str, Any] | None = None):
        super().__init__(data, initial={"valid_from": today})
        field = self.fields["substitute"]
        field.queryset = people
        field.label_from_instance = _label


def _label(user: User) -> str:
    title = f", {user.title.lower()}" if user.title else ""
    return f"{user.display_name}{title} ({user.hsa_id})"
