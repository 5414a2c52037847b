"""The filters of the list, kept in the address."""

from collections.abc import Mapping
from typing import Any

from django import forms

from inventory.returns.models import ReturnCase
from inventory.returns.queries.cases import EVERY, LONGEST_SEARCH, OPEN, OVER, OVERDUE


class ReturnFilter(forms.Form):
    """What cannot be understood is left out: a filter never stops a list."""

    q = forms.CharField(label="Ärendenummer eller enhet", required=False, max_length=LONGEST_SEARCH)
    lage = forms.ChoiceField(
        label="Läge",
        required=False,
        choices=[(OPEN, "Pågående"), (OVERDUE, "Försenade"), (OVER, "Avslutade"), (EVERY, "Alla lägen")],
    )
    skal = forms.ChoiceField(
        label="Skäl", required=False, choices=[("", "Alla skäl"), *ReturnCase.Reason.choices]
    )

    def __init__(self, data: Mapping[str, Any]):
        super().__init__(data, auto_id="f-%s")
        self.fields["q"].widget.attrs["placeholder"] = "Ärende eller enhet"

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        values = self.cleaned_data
        return {
            "standing": values.get("lage", ""),
            "reason": values.get("skal", ""),
            "text": values.get("q", "").strip(),
        }
