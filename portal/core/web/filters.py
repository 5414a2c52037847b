"""The filters of lists. They live in the address, so that a view of a list can be kept and shared."""

from collections.abc import Mapping
from typing import Any

from django import forms


class FilterForm(forms.Form):
    """What cannot be understood is left out: a filter never stops a list."""

    def __init__(self, data: Mapping[str, Any]):
        super().__init__(data, auto_id="f-%s")

    @property
    def chosen(self) -> dict[str, Any]:
        """What is understood, by the names of the fields."""
        self.is_valid()
        return self.cleaned_data

    def wish(self, name: str) -> str:
        """What is typed or chosen, without blanks around it; empty when nothing is."""
        return str(self.chosen.get(name) or "").strip()


def search_field(label: str, placeholder: str = "", longest: int = 100) -> forms.CharField:
    """What to look for. In the field stands the label, unless something shorter does."""
    widget = forms.TextInput(attrs={"placeholder": placeholder or label})
    return forms.CharField(label=label, required=False, max_length=longest, widget=widget)
