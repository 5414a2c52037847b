"""The filters of the list of units. They live in the address."""

from django import forms
from django.http import HttpRequest

from portal.core.units.queries import municipalities_of, programmes_of


class UnitFilter(forms.Form):
    """What cannot be understood is left out: a filter never stops a list."""

    q = forms.CharField(label="Enhet eller HSA-id", required=False, max_length=100)
    kommun = forms.ChoiceField(label="Kommun", required=False)
    vardval = forms.ChoiceField(label="Vårdval", required=False)
    over = forms.BooleanField(label="Över taket", required=False)

    def __init__(self, request: HttpRequest, regions: frozenset[int]):
        super().__init__(request.GET, auto_id="f-%s")
        self.fields["kommun"].choices = [("", "Alla kommuner"), *municipalities_of(regions)]
        self.fields["vardval"].choices = [("", "Alla vårdval"), *programmes_of(regions)]
        self.fields["q"].widget.attrs["placeholder"] = "Enhet eller HSA-id"
        self.is_valid()

    def wish(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "").strip()
