"""Adding a webhook."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from portal.core.units.models import Region
from portal.notices.models import Kind


class WebhookForm(forms.Form):
    """``region`` is asked for only where there are several to choose from."""

    region = forms.ModelChoiceField(
        label="Region",
        queryset=Region.objects.none(),
        empty_label="Välj region",
        error_messages={"required": "Välj en region.", "invalid_choice": "Välj en region i listan."},
    )
    name = forms.CharField(
        label="Namn",
        max_length=80,
        help_text="Vem eller vad som tar emot, till exempel Vårdguidens driftsida.",
        error_messages={
            "required": "Skriv ett namn.",
            "max_length": "Korta namnet till högst 80 tecken.",
        },
    )
    url = forms.CharField(
        label="Adress",
        max_length=300,
        help_text="Börjar med https:// och nås från internet.",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Skriv adressen dit beskeden ska skickas.",
            "max_length": "Adressen har högst 300 tecken.",
        },
    )
    kinds = forms.MultipleChoiceField(
        label="Slag av meddelanden",
        choices=Kind.choices,
        required=False,
        help_text="Välj inget om alla slag ska skickas.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Välj slag i listan."},
    )

    def __init__(self, regions: Iterable[Region], data: Mapping[str, Any] | None = None):
        super().__init__(data)
        self.regions = list(regions)
        if len(self.regions) == 1:
            del self.fields["region"]
        else:
            keys = [region.pk for region in self.regions]
            self.fields["region"].queryset = Region.objects.filter(pk__in=keys)

    @property
    def content(self) -> dict[str, Any]:
        """What the action takes."""
        return {"region": self.regions[0], **self.cleaned_data}
