"""Choosing units on a form: ticked in a list, or named by HSA-id where the list would be too long."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms

MOST_LISTED = 500
"""A region with more units than that names them by HSA-id: a list of thousands is no help."""
MOST_SIGNS = 50_000
_BETWEEN = re.compile(r"[\s,;]+")


def choose_many(label: str, **more: Any) -> forms.MultipleChoiceField:
    """Boxes to tick, none needed. What is not in the list is refused."""
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "Välj bara det som finns i listan. Läs in sidan igen om något saknas."
        },
        **more,
    )


class NamedUnitsField(forms.CharField):
    """HSA-ids, read as a list. One that none of the units has is refused."""

    def __init__(self, known: Sequence[tuple[str, str]]):
        super().__init__(
            label="Vårdenheter",
            required=False,
            max_length=MOST_SIGNS,
            help_text="HSA-id, ett per rad.",
            widget=forms.Textarea(attrs={"rows": 4}),
        )
        self.known = dict(known)

    def clean(self, value: Any) -> list[str]:
        named = [one.upper() for one in _BETWEEN.split(super().clean(value)) if one]
        unknown = [one for one in named if one not in self.known]
        if unknown:
            raise forms.ValidationError(f"Regionen har ingen enhet med HSA-id {unknown[0][:31]}.")
        return named


def names_units(units: Sequence[tuple[str, str]]) -> bool:
    """Whether the units are named by HSA-id instead of ticked."""
    return len(units) > MOST_LISTED


def units_field(units: Sequence[tuple[str, str]]) -> forms.Field:
    """The units to choose among by HSA-id and name, none needed. Cleaned: a list of HSA-ids."""
    return NamedUnitsField(units) if names_units(units) else choose_many("Vårdenheter", choices=units)
