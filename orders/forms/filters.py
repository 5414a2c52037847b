"""The filters of the region's queues."""

from django import forms
from django.http import HttpRequest

from orders.models.outcome import Outcome
from orders.queries.queues import Wishes
from portal.core.units.queries import municipalities_of, programmes_of
from portal.core.web.filters import FilterForm, search_field

OVER = "OVER"
# What the rules refused was never sent; what no longer fits is told as it is today.
OUTCOMES = [(Outcome.ALLOWED, "Inom reglerna"), (Outcome.NEEDS_REVIEW, "Prövas"), (OVER, "Över taket nu")]


class QueueFilter(FilterForm):
    q = search_field("Order, enhet eller artikel")
    utfall = forms.ChoiceField(label="Regelkontroll", required=False)
    kommun = forms.ChoiceField(label="Kommun", required=False)
    vardval = forms.ChoiceField(label="Vårdval", required=False)

    def __init__(self, request: HttpRequest, regions: frozenset[int]):
        super().__init__(request.GET)
        self.fields["utfall"].choices = [("", "Alla utfall"), *OUTCOMES]
        self.fields["kommun"].choices = [("", "Alla kommuner"), *municipalities_of(regions)]
        self.fields["vardval"].choices = [("", "Alla vårdval"), *programmes_of(regions)]

    def wishes(self) -> Wishes:
        return Wishes(
            text=self.wish("q"),
            outcome=self.wish("utfall"),
            municipality=self.wish("kommun"),
            programme=self.wish("vardval"),
        )


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
        return Wishes(
            text=self.wish("q"),
            municipality=self.wish("kommun"),
            programme=self.wish("vardval"),
            work=self.wish("lage"),
        )
