"""The forms of what has come back: which, how it was erased, and what became of it."""

from collections.abc import Mapping
from typing import Any

from django import forms

from inventory.returns.models import ReturnItem
from inventory.returns.queries.aftercare import EVERY, READY, TO_ERASE, UNPROVED


class AftercareFilter(forms.Form):
    """What cannot be understood is left out: a filter never stops a list."""

    q = forms.CharField(label="Nummer, modell eller artikel", required=False, max_length=100)
    skede = forms.ChoiceField(
        label="Skede",
        required=False,
        choices=[
            (EVERY, "Allt som kommit tillbaka"),
            (TO_ERASE, "Ska raderas"),
            (READY, "Klart att ta hand om"),
            (UNPROVED, "I lager utan raderingsbevis"),
        ],
    )
    arende = forms.CharField(label="Återlämning", required=False, max_length=20)

    def __init__(self, data: Mapping[str, Any]):
        super().__init__(data, auto_id="f-%s")
        self.fields["q"].widget.attrs["placeholder"] = "Nummer, modell, artikel"
        self.fields["arende"].widget.attrs["placeholder"] = "Återlämning, R-…"

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        values = self.cleaned_data
        return {
            "standing": values.get("skede", ""),
            "text": values.get("q", "").strip(),
            "case": values.get("arende", "").strip().upper(),
        }


class ErasedForm(forms.Form):
    method = forms.ChoiceField(
        label="Sätt att radera",
        choices=[("", "Välj sätt"), *ReturnItem.Method.choices],
        error_messages={"required": "Välj hur lagringen raderades."},
    )
    reference = forms.CharField(
        label="Raderingsbevis",
        max_length=120,
        help_text="Till exempel protokollets nummer.",
        error_messages={"required": "Skriv vad som visar att lagringen är raderad."},
    )

    def __init__(self, data: Mapping[str, Any] | None = None):
        super().__init__(data, prefix="radering")


class FateForm(forms.Form):
    note = forms.CharField(
        label="Kontroll eller skäl",
        max_length=500,
        help_text="Vad som är kontrollerat, eller varför utrustningen kasseras.",
        error_messages={"required": "Skriv vad som är kontrollerat, eller varför utrustningen kasseras."},
    )

    def __init__(self, data: Mapping[str, Any] | None = None):
        super().__init__(data, prefix="efter")
