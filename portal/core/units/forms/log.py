"""The filters of the log."""

from django import forms
from django.http import HttpRequest

from portal.core.audit.words import known_words
from portal.core.web.filters import FilterForm, search_field


class LogFilter(FilterForm):
    q = search_field("Person, HSA-id eller föremål")
    enhet = search_field("Vårdenhet, HSA-id eller namn", "Vårdenhet", 120)
    handling = forms.ChoiceField(label="Handling", required=False)
    fran = forms.DateField(label="Från och med", required=False, widget=forms.DateInput(format="%Y-%m-%d"))
    till = forms.DateField(label="Till och med", required=False, widget=forms.DateInput(format="%Y-%m-%d"))

    def __init__(self, request: HttpRequest):
        super().__init__(request.GET)
        self.fields["handling"].choices = [("", "Alla handlingar"), *known_words()]
