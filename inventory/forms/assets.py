"""The list's filters, kept in the address, and the form that tells where an asset stands."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest

from inventory.actions.bulk import DAYS, PLACE, Change
from inventory.columns import COLUMNS, SORTS
from inventory.models import Asset
from inventory.queries.lists import EVERY, LENT, Wishes, item_choices, municipality_choices
from portal.core import clock
from portal.core.units.forms.administration import day_field
from portal.core.web.filters import FilterForm, search_field
from portal.core.web.pages import own_units

_ORDERS = [(f"{sign}{name}", name) for name in sorted(SORTS) for sign in ("", "-")]
_STATES = [
    ("", "På enheterna nu"),
    *Asset.State.choices,
    (LENT, "Utlånade ur lagret"),
    (EVERY, "Alla lägen"),
]


class AssetFilter(FilterForm):
    q = search_field("Nummer, modell, funktion eller rum", "Nummer, modell, funktion, rum")
    enhet = forms.CharField(label="Enhet", required=False, max_length=31)
    artikel = forms.ChoiceField(label="Artikel", required=False)
    lage = forms.ChoiceField(label="Läge", required=False, choices=_STATES)
    kommun = forms.ChoiceField(label="Kommun", required=False)
    funktion = forms.CharField(label="Funktion", required=False, max_length=100, widget=forms.HiddenInput)
    vardval = forms.SlugField(required=False, max_length=40, widget=forms.HiddenInput)
    levererad = forms.IntegerField(required=False, min_value=1900, max_value=2999, widget=forms.HiddenInput)
    utbyte_fran = forms.DateField(required=False, widget=forms.HiddenInput)
    utbyte_till = forms.DateField(required=False, widget=forms.HiddenInput)
    delar = forms.BooleanField(label="Visa delar som egna rader", required=False)
    ordning = forms.ChoiceField(required=False, choices=_ORDERS, widget=forms.HiddenInput)
    kolumner = forms.MultipleChoiceField(
        required=False,
        choices=[(name, column.title) for name, column in COLUMNS.items()],
        widget=forms.MultipleHiddenInput,
    )

    def __init__(self, request: HttpRequest, data: Mapping[str, Any] | None = None):
        super().__init__(request.GET if data is None else data)
        units = own_units(request)
        regions = request.roles.all_region_ids
        items = item_choices(
            regions or frozenset(unit.region_id for unit in units), clock.local_date(request.at)
        )
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
        values = self.chosen
        return Wishes(
            text=values.get("q", "").strip(),
            unit=values.get("enhet", "").upper(),
            item=values.get("artikel", ""),
            state=values.get("lage", ""),
            municipality=values.get("kommun", ""),
            function=values.get("funktion", ""),
            parts=bool(values.get("delar")),
            order=values.get("ordning", ""),
            columns=tuple(values.get("kolumner", ())),
            programme=values.get("vardval", ""),
            delivered=str(values.get("levererad") or ""),
            due_from=str(values.get("utbyte_fran") or ""),
            due_to=str(values.get("utbyte_till") or ""),
        )

    def pairs(self) -> list[tuple[str, str]]:
        """The address of the list in its plainest form: what is chosen and understood, in the form's order."""
        self.is_valid()
        found: list[tuple[str, str]] = []
        for name in self.fields:
            value = self.cleaned_data.get(name)
            if isinstance(value, list):
                found += [(name, one) for one in value]
            elif value:
                found.append((name, "on" if value is True else str(value).strip()))
        return found


class PlaceForm(forms.Form):
    """Where an asset stands: the function that it serves, and the room."""

    function = forms.CharField(
        label="Funktion",
        required=False,
        max_length=100,
        help_text="Det arbete som utrustningen står för, till exempel Reception 1. Inte en persons namn.",
    )
    room = forms.CharField(label="Rum", required=False, max_length=60)


class ChangeForm(forms.Form):
    """What several pieces are to get. An empty field leaves as it is."""

    function = forms.CharField(label="Funktion", required=False, max_length=100)
    room = forms.CharField(label="Rum", required=False, max_length=60)
    replacement_due = day_field("Planerat utbyte", required=False)
    warranty_until = day_field("Garanti till", required=False)

    def change(self) -> Change:
        texts = {name: self.cleaned_data[name].strip() or None for name in PLACE}
        return Change(**texts, **{name: self.cleaned_data[name] for name in DAYS})
