"""The administrator's forms: a new person, a new assignment, the end of one."""

from typing import Any

from django import forms

from portal.core.units.models import Role
from portal.core.web.filters import FilterForm, search_field

_TOO_LONG = "Korta texten till högst 100 tecken."
_DAY_ERRORS = {"required": "Ange dagen.", "invalid": "Skriv datumet som 2026-12-01."}


def day_field(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(format="%Y-%m-%d"), error_messages=_DAY_ERRORS, **more
    )


class SearchForm(FilterForm):
    q = search_field("Namn, titel eller HSA-id")
    lage = forms.ChoiceField(
        label="Tillgång",
        required=False,
        choices=[("", "Alla personer"), ("inne", "Har tillgång"), ("ute", "Utestängda")],
    )


class PersonForm(forms.Form):
    hsa_id = forms.CharField(
        label="HSA-id",
        max_length=60,
        help_text="Till exempel SE2321000073-1A2B. Aldrig personnummer.",
        error_messages={
            "required": "Skriv personens HSA-id.",
            "max_length": "Ett HSA-id har högst 31 tecken.",
        },
    )
    given_name = forms.CharField(
        label="Förnamn",
        max_length=100,
        error_messages={"required": "Skriv förnamnet.", "max_length": _TOO_LONG},
    )
    family_name = forms.CharField(
        label="Efternamn",
        max_length=100,
        error_messages={"required": "Skriv efternamnet.", "max_length": _TOO_LONG},
    )
    title = forms.CharField(
        label="Titel", max_length=100, required=False, error_messages={"max_length": _TOO_LONG}
    )
    email = forms.EmailField(
        label="E-postadress",
        required=False,
        error_messages={"invalid": "Skriv e-postadressen som namn@example.se."},
    )
    protected_identity = forms.BooleanField(
        label="Skyddade personuppgifter",
        required=False,
        help_text="Namnet döljs i listor, utskick och loggar.",
    )


class AssignmentForm(forms.Form):
    role = forms.ChoiceField(
        label="Roll",
        choices=[("", "Välj roll"), *Role.choices],
        error_messages={"required": "Välj en roll.", "invalid_choice": "Välj en roll i listan."},
    )
    unit = forms.CharField(
        label="Vårdenhet",
        required=False,
        max_length=120,
        help_text="HSA-id eller namn. Lämna tomt för en roll i regionen.",
        widget=forms.TextInput(attrs={"list": "enheter", "autocomplete": "off"}),
    )
    valid_from = day_field("Första dagen")
    valid_to = day_field(
        "Sista dagen", required=False, help_text="Lämna tomt när uppdraget gäller tills vidare."
    )


class EndForm(forms.Form):
    last_day = day_field("Sista dagen")


class RevealForm(forms.Form):
    reason = forms.CharField(
        label="Varför namnet behövs",
        max_length=300,
        help_text="Skälet och ditt namn sparas i loggen.",
        error_messages={
            "required": "Skriv varför namnet behövs.",
            "max_length": "Korta texten till högst 300 tecken.",
        },
    )
