"""The filters of the list, kept in the address."""

from django import forms

from inventory.returns.models import ReturnCase
from inventory.returns.queries.cases import EVERY, LONGEST_SEARCH, OPEN, OVER, OVERDUE
from portal.core.web.filters import FilterForm, search_field


class ReturnFilter(FilterForm):
    q = search_field("Ärendenummer eller enhet", "Ärende eller enhet", LONGEST_SEARCH)
    lage = forms.ChoiceField(
        label="Läge",
        required=False,
        choices=[(OPEN, "Pågående"), (OVERDUE, "Försenade"), (OVER, "Avslutade"), (EVERY, "Alla lägen")],
    )
    skal = forms.ChoiceField(
        label="Skäl", required=False, choices=[("", "Alla skäl"), *ReturnCase.Reason.choices]
    )

    def wishes(self) -> dict[str, str]:
        return {"standing": self.wish("lage"), "reason": self.wish("skal"), "text": self.wish("q")}
