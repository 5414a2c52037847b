"""The filters of the list of units."""

from django import forms
from django.http import HttpRequest

from portal.core.units.queries import municipalities_of, programmes_of
from portal.core.web.filters import FilterForm, search_field


class UnitFilter(FilterForm):
    q = search_field("Enhet eller HSA-id")
    kommun = forms.ChoiceField(label="Kommun", required=False)
    vardval = forms.ChoiceField(label="Vårdval", required=False)
    over = forms.BooleanField(label="Över taket", required=False)

    def __init__(self, request: HttpRequest, regions: frozenset[int]):
        super().__init__(request.GET)
        self.fields["kommun"].choices = [("", "Alla kommuner"), *municipalities_of(regions)]
        self.fields["vardval"].choices = [("", "Alla vårdval"), *programmes_of(regions)]
