"""The forms of a signature on the region's phone: giving it, objecting to it, and settling an objection."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from inventory.returns.actions.hand_signing import Signing
from portal.core.people.models import User

OTHER = "annan"


def _within(title: str) -> str:
    """As the role stands within a sentence: "verksamhetschef", but "IT-kontaktperson"."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


class HandSignForm(forms.Form):
    """Without JavaScript nothing can be drawn: the name is typed and confirmed, as with a keyboard."""

    who = forms.ChoiceField(
        label="Vem skriver under för enheten?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Välj vem som skriver under.",
            "invalid_choice": "Personen kan inte skriva under längre. Läs in sidan igen.",
        },
    )
    name = forms.CharField(
        label="Namn",
        max_length=120,
        help_text="Hela namnet på den som skriver under.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Skriv namnet på den som skriver under."},
    )
    role = forms.CharField(
        label="Uppdrag på enheten",
        required=False,
        max_length=80,
        help_text="Behövs för någon annan än de ovan.",
    )
    drawing = forms.CharField(widget=forms.HiddenInput, required=False)
    confirms = forms.BooleanField(label="Jag bekräftar med mitt namn, utan att rita", required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        people: Sequence[tuple[User, str]] | None,
        seen: str,
        data: Mapping[str, Any] | None = None,
    ):
        super().__init__(data, prefix="har", initial={"seen": seen})
        self.people = {one.hsa_id: one for one, _ in people or ()}
        known = [(one.hsa_id, f"{one.display_name}, {_within(title)}") for one, title in people or ()]
        self.fields["who"].choices = [*known, (OTHER, "Någon annan på enheten")]

    def signing(self) -> Signing:
        values = self.cleaned_data
        return Signing(
            name=values["name"],
            person=self.people.get(values["who"]),
            role=values["role"],
            drawing=values["drawing"],
            confirms=values["confirms"],
        )


class ObjectForm(forms.Form):
    objection = forms.CharField(
        label="Vad stämmer inte?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv vad som inte stämmer."},
    )


class SettleForm(forms.Form):
    settlement = forms.CharField(
        label="Vad kom fram?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv vad som kom fram."},
    )
