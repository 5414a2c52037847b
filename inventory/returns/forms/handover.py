"""The forms of a handover: one piece by its number, several from the list, and the signature."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from inventory.returns.actions.completing import CONDITIONS
from inventory.returns.forms.case import several_of
from inventory.returns.forms.opening import piece_label
from inventory.returns.models import ReturnItem

_CHOICES = [(one.value, one.label) for one in CONDITIONS]


def _condition() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Skick",
        choices=_CHOICES,
        initial=ReturnItem.Condition.OK,
        error_messages={"required": "Välj i vilket skick utrustningen är."},
    )


class PutInForm(forms.Form):
    """A scanner types the number and presses Enter, which sends the form."""

    number = forms.CharField(
        label="Inventarienummer eller serienummer",
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "class": "sn",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": "Skanna eller skriv ett nummer."},
    )
    condition = _condition()
    remark = forms.CharField(label="Anmärkning", required=False, max_length=300)


class PutManyForm(forms.Form):
    items = several_of("Utrustning att lämna")
    condition = _condition()

    def __init__(self, items: Iterable[ReturnItem], data: Mapping[str, Any] | None = None):
        super().__init__(data, prefix="lista")
        self.fields["items"].choices = [(one.pk, piece_label(one.asset)) for one in items]


class SignForm(forms.Form):
    name = forms.CharField(
        label="Skriv ditt namn",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Skriv ditt namn för att skriva under."},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    party = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, party: str, seen: str, data: Mapping[str, Any] | None = None):
        super().__init__(data, initial={"party": party, "seen": seen}, auto_id=f"{party}-%s")
