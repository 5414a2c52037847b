"""The filters of the list of incidents, kept in the address."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from inventory.incidents.models import Incident, Kind
from inventory.incidents.queries import CHARGE_STATES, GROUPS, LONGEST_SEARCH
from portal.core.units.models import CareUnit
from portal.core.web.formatting import MONTHS


class IncidentFilter(forms.Form):
    """What cannot be read in an address is passed over: a bookmark never breaks."""

    q = forms.CharField(
        label="Sök incident",
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"placeholder": "Nummer, plats eller enhet"}),
    )
    slag = forms.ChoiceField(
        label="Vad som har hänt", required=False, choices=[("", "Allt som har hänt"), *Kind.choices]
    )
    lage = forms.ChoiceField(
        label="Läge",
        required=False,
        choices=[
            ("", "Alla lägen"),
            *((code, label) for code, (label, _) in GROUPS.items()),
            *Incident.State.choices,
        ],
    )
    enhet = forms.CharField(label="Vårdenhet", required=False, max_length=31, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, units: Sequence[CareUnit]):
        super().__init__(data, auto_id="f-%s")
        if len(units) > 1:
            choices = [("", "Alla enheter"), *((unit.hsa_id, unit.name) for unit in units)]
            self.fields["enhet"] = forms.ChoiceField(label="Vårdenhet", required=False, choices=choices)

    @property
    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data


MONTHS_BACK = 24


class ChargeFilter(forms.Form):
    """The filters of the list of charges. As elsewhere, what cannot be read is passed over."""

    q = forms.CharField(
        label="Sök debitering",
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"placeholder": "Nummer, faktura eller enhet"}),
    )
    lage = forms.ChoiceField(
        label="Läge",
        required=False,
        choices=[("", "Alla lägen"), *((code, label) for code, (label, _) in CHARGE_STATES.items())],
    )
    manad = forms.ChoiceField(label="Beslutad", required=False)
    enhet = forms.CharField(label="Vårdenhet", required=False, max_length=31, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, today: date):
        super().__init__(data, auto_id="f-%s")
        self.fields["manad"].choices = [("", "Alla månader"), *_months(today)]

    @property
    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data


def _months(today: date) -> list[tuple[str, str]]:
    """The latest months, this one first: "2026-11" and "november 2026"."""
    last = today.year * 12 + today.month - 1
    found = [divmod(month, 12) for month in range(last, last - MONTHS_BACK, -1)]
    return [(f"{year}-{month + 1:02}", f"{MONTHS[month]} {year}".capitalize()) for year, month in found]
