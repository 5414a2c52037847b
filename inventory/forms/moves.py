"""Where a piece is to go, and why; and the answer."""

from collections.abc import Mapping
from typing import Any

from django import forms

from portal.core.people.hsa_id import normalise_hsa_id
from portal.core.units.models import CareUnit

_FUNCTION = "Det arbete som utrustningen ska stå för, till exempel Reception 1. Inte en persons namn."


class DestinationForm(forms.Form):
    """To another unit of the region: from a unit, or out of the store."""

    to_unit = forms.ChoiceField(label="Till enhet", error_messages={"required": "Välj vilken enhet."})
    function = forms.CharField(label="Funktion", required=False, max_length=100, help_text=_FUNCTION)
    room = forms.CharField(label="Rum", required=False, max_length=60)
    reason = forms.CharField(
        label="Skäl",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv varför den ska dit."},
    )

    def __init__(self, region_id: int, data: Mapping[str, Any] | None = None, *, without: int | None = None):
        super().__init__(data)
        self.units = CareUnit.objects.filter(region_id=region_id).exclude(pk=without)
        self.offer()

    def offer(self) -> None:
        """Let the region's own people choose among its units."""
        choices = self.units.order_by("sort_key", "pk").values_list("hsa_id", "name")
        self.fields["to_unit"].choices = [("", "Välj enhet"), *choices]

    def clean_to_unit(self) -> CareUnit:
        hsa_id = normalise_hsa_id(self.cleaned_data["to_unit"])
        unit = self.units.filter(hsa_id=hsa_id).first()
        if unit is None:
            raise forms.ValidationError(
                "Ingen annan enhet i regionen har det HSA-id:t. Kontrollera och försök igen."
            )
        return unit

    def wishes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("function", "room", "reason")}


class AskForm(DestinationForm):
    """For a head of unit, who does not see the region's other units and so writes which one it is."""

    to_unit = forms.CharField(
        label="Den mottagande enhetens HSA-id",
        max_length=31,
        help_text="Fråga enhetens verksamhetschef. Det börjar med SE.",
        error_messages={"required": "Skriv den mottagande enhetens HSA-id."},
    )

    def offer(self) -> None:
        """Nothing is offered."""


class StoreForm(forms.Form):
    note = forms.CharField(
        label="Kontroll",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Vad som är kontrollerat, till exempel att utrustningen startar och är hel.",
        error_messages={"required": "Skriv vad som är kontrollerat."},
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="Skäl",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv varför. Den som begärde flytten läser det."},
    )
