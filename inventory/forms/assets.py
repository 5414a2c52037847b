"""The list's filters, kept in the address, and the form that tells where an asset stands."""

from typing import Any

from django import forms
from django.http import HttpRequest

from inventory.lists import EVERY, Wishes, item_choices, municipality_choices
from inventory.models import Asset
from portal.core import clock
from portal.core.web.pages import own_units

_STATES = [("", "På enheterna nu"), *Asset.State.choices, (EVERY, "Alla lägen")]


class AssetFilter(forms.Form):
    """What cannot be understood is left out: a filter never stops a list."""

    q = forms.CharField(label="Nummer, modell, funktion eller rum", required=False, max_length=100)
    enhet = forms.CharField(label="Enhet", required=False, max_length=31)
    artikel = forms.ChoiceField(label="Artikel", required=False)
    lage = forms.ChoiceField(label="Läge", required=False, choices=_STATES)
    kommun = forms.ChoiceField(label="Kommun", required=False)
    funktion = forms.CharField(label="Funktion", required=False, max_length=100, widget=forms.HiddenInput)
    delar = forms.BooleanField(label="Visa delar som egna rader", required=False)

    def __init__(self, request: HttpRequest):
        super().__init__(request.GET, auto_id="f-%s")
        units = own_units(request)
        regions = request.roles.all_region_ids
        items = item_choices(
            regions or frozenset(unit.region_id for unit in units), clock.local_date(request.at)
        )
        self.fields["q"].widget.attrs["placeholder"] = "Nummer, modell, funktion, rum"
        self.fields["artikel"].choices = [("", "Alla artiklar"), *items]
        self._choose_place(regions, units)

    def _choose_place(self, regions: frozenset[int], units: list) -> None:
        if regions:
            self.fields["enhet"].widget = forms.HiddenInput()
            self.fields["kommun"].choices = [("", "Alla kommuner"), *municipality_choices(regions)]
            return
        del self.fields["kommun"]
        if len(units) > 1:
            choices = [("", "Alla enheter"), *((unit.hsa_id, unit.name) for unit in units)]
            self.fields["enhet"] = forms.ChoiceField(label="Enhet", required=False, choices=choices)
        else:
            self.fields["enhet"].widget = forms.HiddenInput()

    def wishes(self) -> Wishes:
        self.is_valid()
        values: dict[str, Any] = self.cleaned_data
        return Wishes(
            text=values.get("q", "").strip(),
            unit=values.get("enhet", "").upper(),
            item=values.get("artikel", ""),
            state=values.get("lage", ""),
            municipality=values.get("kommun", ""),
            function=values.get("funktion", ""),
            parts=bool(values.get("delar")),
        )


class PlaceForm(forms.Form):
    """Where an asset stands: the function that it serves, and the room."""

    function = forms.CharField(
        label="Funktion",
        required=False,
        max_length=100,
        help_text="Det arbete som utrustningen står för, till exempel Reception 1. Inte en persons namn.",
    )
    room = forms.CharField(label="Rum", required=False, max_length=60)
