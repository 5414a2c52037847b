"""The filters of the lists of incidents and of charges."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from inventory.incidents.models import Incident, Kind
from inventory.incidents.queries import CHARGE_STATES, GROUPS, LONGEST_SEARCH
from portal.core.units.models import CareUnit
from portal.core.web.filters import FilterForm, search_field
from portal.core.web.formatting import MONTHS


class IncidentFilter(FilterForm):
    q = search_field("Sök incident", "Nummer, plats eller enhet", LONGEST_SEARCH)
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
        super().__init__(data)
        if len(units) > 1:
            choices = [("", "Alla enheter"), *((unit.hsa_id, unit.name) for unit in units)]
            self.fields["enhet"] = forms.ChoiceField(label="Vårdenhet", required=False, choices=choices)


MONTHS_BACK = 24


class ChargeFilter(FilterForm):
    q = search_field("Sök debitering", "Nummer, faktura eller enhet", LONGEST_SEARCH)
    lage = forms.ChoiceField(
        label="Läge",
        required=False,
        choices=[("", "Alla lägen"), *((code, label) for code, (label, _) in CHARGE_STATES.items())],
    )
    manad = forms.ChoiceField(label="Beslutad", required=False)
    enhet = forms.CharField(label="Vårdenhet", required=False, max_length=31, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, today: date):
        super().__init__(data)
        self.fields["manad"].choices = [("", "Alla månader"), *_months(today)]


def _months(today: date) -> list[tuple[str, str]]:
    """The latest months, this one first: "2026-11" and "november 2026"."""
    last = today.year * 12 + today.month - 1
    found = [divmod(month, 12) for month in range(last, last - MONTHS_BACK, -1)]
    return [(f"{year}-{month + 1:02}", f"{MONTHS[month]} {year}".capitalize()) for year, month in found]
