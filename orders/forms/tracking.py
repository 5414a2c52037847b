"""The filters of the list of orders."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from orders.models import Order
from orders.queries.lists import GROUPS, LONGEST_SEARCH, years_with_orders
from portal.core.units.models import CareUnit
from portal.core.web.filters import FilterForm, search_field

MOST_UNITS = 50  # whoever sees more than that searches for the unit's name instead


class OrderFilter(FilterForm):
    q = search_field("Sök beställning", "Nummer, artikel eller enhet", LONGEST_SEARCH)
    lage = forms.ChoiceField(
        label="Läge",
        required=False,
        choices=[
            ("", "Alla lägen"),
            *((code, label) for code, (label, _) in GROUPS.items()),
            *Order.State.choices,
        ],
    )
    enhet = forms.ChoiceField(label="Vårdenhet", required=False)
    ar = forms.TypedChoiceField(label="År", required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, *, units: Sequence[CareUnit], on: date):
        super().__init__(data)
        self.fields["ar"].choices = [("", "Alla år"), *((year, year) for year in years_with_orders(on))]
        self._offer_units(units)

    def _offer_units(self, units: Sequence[CareUnit]) -> None:
        """A list of the person's own units when there are several. Region staff come here with a unit's address."""
        if 1 < len(units) <= MOST_UNITS:
            self.fields["enhet"].choices = [
                ("", "Alla enheter"),
                *((unit.hsa_id, unit.name) for unit in units),
            ]
        elif self.data.get("enhet") and not units:
            self.fields["enhet"] = forms.CharField(
                label="Vårdenhet", required=False, max_length=31, widget=forms.HiddenInput
            )
        else:
            del self.fields["enhet"]
