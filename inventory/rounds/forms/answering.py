"""The unit's forms: an answer for a piece, a find; and the filters of the lists."""

from typing import Any
from uuid import uuid4

from django import forms

from inventory.rounds.content import Answer, Found
from inventory.rounds.models import Outcome, RoundAsset, RoundUnit
from inventory.rounds.queries.answers import CONFLICTS, DEVIATING, EVERY, LEFT
from inventory.rounds.queries.progress import DEVIATING as UNITS_DEVIATING
from inventory.rounds.queries.progress import LATE, TO_REVIEW, Wishes
from portal.core.web.filters import FilterForm, search_field

_FUNCTION = {"max_length": "Korta texten till högst 100 tecken."}
_ROOM = {"max_length": "Korta texten till högst 60 tecken."}
_NOTE = {"max_length": "Korta texten till högst 500 tecken."}


class AnswerForm(forms.Form):
    """What somebody says of one piece. ``key`` and ``seen`` go with the page that he had before him."""

    outcome = forms.ChoiceField(
        label="Hur är det med utrustningen?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj ett svar.", "invalid_choice": "Välj ett svar."},
    )
    function = forms.CharField(
        label="Funktion där den finns",
        required=False,
        max_length=100,
        error_messages=_FUNCTION,
        help_text="Om den finns på annan plats, till exempel Reception 2.",
    )
    room = forms.CharField(label="Rum", required=False, max_length=60, error_messages=_ROOM)
    note = forms.CharField(
        label="Anteckning",
        required=False,
        max_length=500,
        error_messages=_NOTE,
        help_text="Vid skada: beskriv den kort.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)

    def __init__(self, row: RoundAsset, data: Any = None):
        super().__init__(data, initial=_initial(row))

    def answer(self, asset_number: str) -> Answer:
        """Call it when the form is valid."""
        return Answer(asset_number=asset_number, **self.cleaned_data)


def _initial(row: RoundAsset) -> dict[str, Any]:
    return {
        "outcome": row.outcome,
        "function": row.new_function,
        "room": row.new_room,
        "note": row.note,
        "key": uuid4(),
        "seen": row.sequence,
    }


class PresentForm(forms.Form):
    """The button "Finns" of a row."""

    key = forms.UUIDField()
    seen = forms.IntegerField(min_value=0, max_value=2_000_000_000)
    asset = forms.CharField(max_length=20)

    def answer(self) -> Answer:
        """Call it when the form is valid."""
        values = self.cleaned_data
        return Answer(values["key"], values["asset"], Outcome.PRESENT, values["seen"])


class FindForm(forms.Form):
    number = forms.CharField(
        label="Serienummer eller inventarienummer",
        required=False,
        max_length=60,
        error_messages={"max_length": "Ett nummer har högst 60 tecken."},
        help_text="Skanna eller skriv av numret på utrustningen.",
    )
    description = forms.CharField(
        label="Vad är det?",
        required=False,
        max_length=200,
        error_messages={"max_length": "Korta texten till högst 200 tecken."},
        help_text="Behövs bara om utrustningen saknar nummer.",
    )
    function = forms.CharField(label="Funktion", required=False, max_length=100, error_messages=_FUNCTION)
    room = forms.CharField(label="Rum", required=False, max_length=60, error_messages=_ROOM)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, number: str = ""):
        super().__init__(data, initial={"number": number, "key": uuid4()})

    def found(self) -> Found:
        """Call it when the form is valid."""
        return Found(**self.cleaned_data)


class RowFilter(FilterForm):
    """The pieces of a unit's task."""

    q = search_field("Nummer, artikel, funktion eller rum", "Nummer, artikel, funktion, rum")
    visa = forms.ChoiceField(
        label="Visa",
        required=False,
        choices=[
            (EVERY, "All utrustning"),
            (LEFT, "Kvar att besvara"),
            (DEVIATING, "Avvikelser"),
            (CONFLICTS, "Olika svar"),
        ],
    )


class UnitFilter(FilterForm):
    """The units of a round."""

    q = search_field("Vårdenhet eller HSA-id")
    lage = forms.ChoiceField(
        label="Läge",
        required=False,
        choices=[
            ("", "Alla lägen"),
            (TO_REVIEW, "Att granska"),
            (UNITS_DEVIATING, "Med avvikelser"),
            (LATE, "Försenade"),
            *RoundUnit.State.choices,
        ],
    )
    kommun = forms.ChoiceField(label="Kommun", required=False)

    def __init__(self, data: Any, municipalities: list[tuple[str, str]]):
        super().__init__(data)
        self.fields["kommun"].choices = [("", "Alla kommuner"), *municipalities]

    def wishes(self) -> Wishes:
        return Wishes(self.wish("lage"), self.wish("kommun"), self.wish("q"))
