"""The filters of the region's queues. They live in the address, so that a view of a queue can be kept and shared."""

from typing import Any

from django import forms
from django.http import HttpRequest

from orders.models.outcome import Outcome
from orders.queries.queues import Wishes
from portal.core.units.queries import municipalities_of, programmes_of

OVER = "OVER"
# What the rules refused was never sent; what no longer fits is told as it is today.
OUTCOMES = [(Outcome.ALLOWED, "Inom reglerna"), (Outcome.NEEDS_REVIEW, "Prövas"), (OVER, "Över taket nu")]


class QueueFilter(forms.Form):
    """What cannot be understood is left out: a filter never stops a list."""

    q = forms.CharField(label="Order, enhet eller artikel", required=False, max_length=100)
    utfall = forms.ChoiceField(label="Regelkontroll", required=False)
    kommun = forms.ChoiceField(label="Kommun", required=False)
    vardval = forms.ChoiceField(label="Vårdval", required=False)

    def __init__(self, request: HttpRequest, regions: frozenset[int]):
        super().__init__(request.GET, auto_id="f-%s")
        self.fields["utfall"].choices = [("", "Alla utfall"), *OUTCOMES]
        self.fields["kommun"].choices = [("", "Alla kommuner"), *municipalities_of(regions)]
        self.fields["vardval"].choices = [("", "Alla vårdval"), *programmes_of(regions)]
        self.fields["q"].widget.attrs["placeholder"] = "Order, enhet eller artikel"

    def wishes(self) -> Wishes:
        values = self._values()
        return Wishes(
            text=values.get("q", "").strip(),
            outcome=values.get("utfall", ""),
            municipality=values.get("kommun", ""),
            programme=values.get("vardval", ""),
        )

    def _values(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data


class PickFilter(QueueFilter):
    """The pick list is filtered by what is to be done instead of by outcome."""

    lage = forms.ChoiceField(
        label="Att göra",
        required=False,
        choices=[
            ("", "Allt att leverera"),
            ("new", "Inget levererat än"),
            ("part", "Resten återstår"),
            ("again", "Levereras om"),
        ],
    )
    field_order = ("q", "lage", "kommun", "vardval")

    def __init__(self, request: HttpRequest, regions: frozenset[int]):
        super().__init__(request, regions)
        del self.fields["utfall"]

    def wishes(self) -> Wishes:
        values = self._values()
        return Wishes(
            text=values.get("q", "").strip(),
            municipality=values.get("kommun", ""),
            programme=values.get("vardval", ""),
            work=values.get("lage", ""),
        )
