"""The forms of what has come back: which, how it was erased, and what became of it."""

from collections.abc import Mapping
from typing import Any

from django import forms

from inventory.returns.models import ReturnItem
from inventory.returns.queries.aftercare import EVERY, READY, TO_ERASE, UNPROVED
from portal.core.web.filters import FilterForm, search_field


class AftercareFilter(FilterForm):
    q = search_field("Nummer, modell eller artikel", "Nummer, modell, artikel")
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
    arende = search_field("Återlämning", "Återlämning, R-…", longest=20)

    def wishes(self) -> dict[str, str]:
        case = self.wish("arende").upper()
        return {"standing": self.wish("skede"), "text": self.wish("q"), "case": case}


class ErasedForm(forms.Form):
    """How data were erased, and what shows it."""

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
