"""The file of sightings, and the decision about a machine."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from inventory.network.models import NetworkDeviation
from portal.core.units.models import Region


class ContactsForm(forms.Form):
    """``region`` is asked for only where there are several to choose from."""

    region = forms.ModelChoiceField(
        label="Region",
        queryset=Region.objects.none(),
        empty_label="Välj region",
        error_messages={"required": "Välj en region.", "invalid_choice": "Välj en region i listan."},
    )
    file = forms.FileField(
        label="Fil",
        help_text="CSV eller XLSX med kolumnerna Serienummer eller Inventarienummer, Senast sedd, och om ni har dem "
        "HSA-id, Nätverksplats och Datornamn. Högst 10\u00a0000 rader.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
        error_messages={"required": "Välj en fil.", "empty": "Filen är tom. Välj en annan."},
    )

    def __init__(self, regions: Iterable[Region], data: Mapping[str, Any] | None = None, files: Any = None):
        super().__init__(data, files)
        self.regions = list(regions)
        if len(self.regions) == 1:
            del self.fields["region"]
        else:
            self.fields["region"].queryset = Region.objects.filter(pk__in=[one.pk for one in self.regions])

    @property
    def chosen(self) -> Region:
        """The region that the sightings are of."""
        return self.cleaned_data.get("region") or self.regions[0]


class DecisionForm(forms.Form):
    """What the machine is, and whether it is still there."""

    state = forms.ChoiceField(
        label="Beslut",
        choices=[one for one in NetworkDeviation.State.choices if one[0] != NetworkDeviation.State.OPEN],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj ett beslut.", "invalid_choice": "Välj ett beslut."},
    )
    note = forms.CharField(
        label="Anteckning",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Vad utrustningen är och vad som har gjorts. Inga personuppgifter.",
        error_messages={
            "required": "Skriv vad utrustningen är.",
            "max_length": "Korta texten till högst 500 tecken.",
        },
    )
