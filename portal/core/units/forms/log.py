"""The filters of the log. They live in the address."""

from django import forms
from django.http import HttpRequest

from portal.core.audit.words import known_words


class LogFilter(forms.Form):
    """What cannot be understood is left out: a filter never stops a list."""

    q = forms.CharField(label="Person, HSA-id eller föremål", required=False, max_length=100)
    enhet = forms.CharField(label="Vårdenhet, HSA-id eller namn", required=False, max_length=120)
    handling = forms.ChoiceField(label="Handling", required=False)
    fran = forms.DateField(label="Från och med", required=False, widget=forms.DateInput(format="%Y-%m-%d"))
    till = forms.DateField(label="Till och med", required=False, widget=forms.DateInput(format="%Y-%m-%d"))

    def __init__(self, request: HttpRequest):
        super().__init__(request.GET, auto_id="f-%s")
        self.fields["handling"].choices = [("", "Alla handlingar"), *known_words()]
        self.fields["q"].widget.attrs["placeholder"] = "Person, HSA-id eller föremål"
        self.fields["enhet"].widget.attrs["placeholder"] = "Vårdenhet"
        self.is_valid()
