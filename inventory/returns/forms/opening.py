"""The form that begins a return."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from inventory.models import Asset
from inventory.returns.models import ReturnCase
from portal.core.text import capitalised
from portal.core.units.forms.administration import day_field

MOST_CHOICES = 200


def piece_label(asset: Asset) -> str:
    """ "KLM-000001 Bärbar dator, Reception 1" """
    place = ", ".join(part for part in (asset.function, asset.room) if part)
    return f"{asset.asset_number} {capitalised(asset.item_name)}{f', {place}' if place else ''}"


class OpenForm(forms.Form):
    """``everything`` is offered to who may decide it; then no piece is chosen."""

    reason = forms.ChoiceField(
        label="Vad ska lämnas tillbaka?",
        widget=forms.RadioSelect,
        choices=[
            (ReturnCase.Reason.PIECES, "Enstaka utrustning"),
            (ReturnCase.Reason.REORGANISATION, "Allt vid enheten, på grund av en organisatorisk förändring"),
            (ReturnCase.Reason.CONTRACT_END, "Allt vid enheten, eftersom avtalet upphör"),
        ],
        error_messages={"required": "Välj vad som ska lämnas tillbaka."},
    )
    pieces = forms.MultipleChoiceField(
        label="Utrustning som ska lämnas", required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "En inventarie finns inte längre på enheten. Läs in sidan igen."},
    )  # fmt: skip
    numbers = forms.CharField(
        label="Inventarienummer",
        required=False,
        max_length=12_000,
        help_text="Skriv eller skanna, ett nummer på varje rad.",
        widget=forms.Textarea(attrs={"rows": 3, "class": "sn"}),
    )
    due_on = day_field("Lämnas senast")
    note = forms.CharField(label="Anteckning", required=False, max_length=500)

    def __init__(self, assets: Iterable[Asset], everything: bool, data: Mapping[str, Any] | None = None):
        super().__init__(data, initial={"reason": ReturnCase.Reason.PIECES})
        if not everything:
            del self.fields["reason"]
        choices = [(one.asset_number, piece_label(one)) for one in assets]
        if choices:
            self.fields["pieces"].choices = choices
        else:
            del self.fields["pieces"]

    def asset_numbers(self) -> list[str]:
        typed = self.cleaned_data["numbers"].replace(",", " ").replace(";", " ").split()
        return [*self.cleaned_data.get("pieces", []), *typed]

    @property
    def is_exit(self) -> bool:
        return self.cleaned_data.get("reason") in ReturnCase.EXITS
