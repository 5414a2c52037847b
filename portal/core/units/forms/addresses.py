"""Correcting an address that does not work."""

from django import forms


class AddressForm(forms.Form):
    """One for each person in the table; ``person`` is the HSA-id."""

    person = forms.CharField(widget=forms.HiddenInput, max_length=31)
    email = forms.EmailField(
        label="Rätt adress",
        max_length=254,
        error_messages={
            "required": "Skriv adressen.",
            "invalid": "Skriv adressen som namn@exempel.se.",
            "max_length": "Adressen är för lång.",
        },
    )
