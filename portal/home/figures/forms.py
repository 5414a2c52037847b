"""Reporting figures, and turning a report down."""

from datetime import date
from typing import Any

from django import forms

from portal.core.units.models import UnitFigures


class FiguresForm(forms.Form):
    """What the unit reports. How large the numbers may be is the action's matter."""

    care_staff = forms.IntegerField(
        label="Vårdpersonal",
        error_messages={"invalid": "Skriv antalet med siffror.", "required": "Skriv hur många ni är."},
    )
    listed_patients = forms.IntegerField(
        label="Listade patienter inom länet",
        error_messages={
            "invalid": "Skriv antalet med siffror.",
            "required": "Skriv hur många som är listade.",
        },
    )
    valid_from = forms.DateField(
        label="Gäller från",
        widget=forms.DateInput(format="%Y-%m-%d"),
        error_messages={
            "invalid": "Skriv dagen som år-månad-dag, till exempel 2026-12-01.",
            "required": "Välj vilken dag uppgifterna gäller från.",
        },
    )

    @classmethod
    def starting_at(cls, current: UnitFigures | None, today: date) -> "FiguresForm":
        """Filled in with what holds, to be changed."""
        initial: dict[str, Any] = {"valid_from": today}
        if current is not None:
            initial |= {"care_staff": current.care_staff, "listed_patients": current.listed_patients}
        return cls(initial=initial)


class RejectForm(forms.Form):
    reason = forms.CharField(
        label="Varför kan uppgifterna inte godtas?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Enheten läser skälet.",
    )
