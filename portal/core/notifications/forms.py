"""What a person wants to be told of, how, and when not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from itertools import groupby
from typing import Any

from django import forms
from django.forms import BoundField

from portal.core.notifications.kinds import Kind
from portal.core.notifications.models import How


@dataclass(frozen=True, slots=True)
class Row:
    """One kind in the table. ``field`` is None where there is nothing to choose."""

    kind: Kind
    field: BoundField | None


class PreferencesForm(forms.Form):
    """A choice of three for each kind, by topic. The fields are named as the kinds are."""

    def __init__(
        self, kinds: Iterable[Kind], chosen: Mapping[str, str], data: Mapping[str, Any] | None = None
    ):
        super().__init__(data, initial={kind.name: chosen.get(kind.name, How.AT_ONCE) for kind in kinds})
        self.kinds = sorted(kinds, key=lambda kind: kind.topic)
        for kind in self.kinds:
            if not kind.mandatory:
                self.fields[kind.name] = forms.ChoiceField(
                    label=kind.title,
                    choices=How.choices,
                    widget=forms.RadioSelect,
                    error_messages={
                        "required": f"Välj hur du vill få veta: {kind.title.lower()}.",
                        "invalid_choice": "Välj ett av alternativen.",
                    },
                )

    def topics(self) -> list[tuple[str, list[Row]]]:
        """The kinds by heading, within each as the floors registered them."""
        return [
            (topic, [Row(kind, None if kind.mandatory else self[kind.name]) for kind in kinds])
            for topic, kinds in groupby(self.kinds, key=lambda kind: kind.topic)
        ]


class QuietHoursForm(forms.Form):
    """From and to, both or neither. Clock times with a point or a colon."""

    starts = forms.CharField(label="Från", required=False, max_length=5, help_text="Till exempel 18.00.")
    ends = forms.CharField(label="Till", required=False, max_length=5, help_text="Till exempel 07.00.")

    def clean_starts(self) -> time | None:
        return _clock(self.cleaned_data["starts"])

    def clean_ends(self) -> time | None:
        return _clock(self.cleaned_data["ends"])


def _clock(text: str) -> time | None:
    if not text:
        return None
    try:
        hour, minute = text.replace(":", ".").split(".")
        return time(int(hour), int(minute))
    except ValueError:
        raise forms.ValidationError("Skriv klockslaget som 18.00.") from None
