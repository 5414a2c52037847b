"""The forms of a case: a time to fetch, what is left over, erasure, services and calling the case off."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from inventory.incidents.forms.acting import ore_typed
from inventory.returns.actions.pickups import PickUpTime
from inventory.returns.forms.aftercare import ErasedForm
from inventory.returns.forms.opening import piece_label
from inventory.returns.models import ReturnItem, ReturnService
from portal.core.text import capitalised
from portal.core.units.forms.administration import day_field

_MARK_ONE = "Markera minst en i listan."
_GONE = "Något i listan har ändrats. Läs in sidan igen."
_CLOCK = {"required": "Skriv ett klockslag.", "invalid": "Skriv klockslaget som 09.00 eller 09:00."}
MOST_CHOICES = 200


def several_of(label: str) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _MARK_ONE, "invalid_choice": _GONE},
    )


def _clock(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages=_CLOCK,
    )


class PickUpForm(forms.Form):
    day = day_field("Dag")
    window_start = _clock("Från klockan")
    window_end = _clock("Till klockan")
    place = forms.CharField(
        label="Plats", max_length=200, error_messages={"required": "Skriv var utrustningen hämtas."}
    )
    contact = forms.CharField(
        label="Kontakt på plats",
        max_length=200,
        help_text="Namn och telefonnummer.",
        error_messages={"required": "Skriv vem man frågar efter på plats."},
    )

    def __init__(self, address: str, data: Mapping[str, Any] | None = None):
        super().__init__(data, prefix="hamtning", initial={"place": address})

    def when(self) -> PickUpTime:
        return PickUpTime(**self.cleaned_data)


class DecideForm(forms.Form):
    items = several_of("Det som är kvar")
    decision = forms.ChoiceField(
        label="Beslut",
        widget=forms.RadioSelect,
        choices=ReturnItem.Decision.choices,
        error_messages={"required": "Välj vad som ska gälla för det som är kvar."},
    )
    note = forms.CharField(label="Skäl", required=False, max_length=300)
    amount = forms.CharField(
        label="Belopp i kronor, utan moms",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text="För var och en av de markerade, till exempel 1 250,50.",
    )
    purpose = forms.CharField(
        label="Vad enheten betalar för", required=False, help_text="Till exempel en borttappad dator."
    )

    def __init__(self, items: Iterable[ReturnItem], charges: bool, data: Mapping[str, Any] | None = None):
        """``charges``: whether the unit may be let to pay."""
        super().__init__(data, prefix="beslut")
        self.fields["items"].choices = [(one.pk, _item_label(one)) for one in items]
        if not charges:
            left = [one for one in ReturnItem.Decision.choices if one[0] != ReturnItem.Decision.CHARGED]
            self.fields["decision"].choices = left
            del self.fields["amount"], self.fields["purpose"]

    def clean_amount(self) -> int | None:
        return ore_typed(self.cleaned_data["amount"])


class EraseForm(ErasedForm):
    items = several_of("Datorer som är raderade")
    field_order = ("items", "method", "reference")

    def __init__(self, items: Iterable[ReturnItem], data: Mapping[str, Any] | None = None):
        super().__init__(data)
        self.fields["items"].choices = [(one.pk, piece_label(one.asset)) for one in items]


class ServicesForm(forms.Form):
    services = several_of("Tjänster att avsluta")
    valid_to = day_field("Sista dagen")

    def __init__(
        self, services: Iterable[ReturnService], last_day: date, data: Mapping[str, Any] | None = None
    ):
        super().__init__(data, prefix="tjanster", initial={"valid_to": last_day})
        self.fields["services"].choices = [
            (
                one.service_id,
                f"{capitalised(one.service.item_name)}, {one.service.get_kind_display().lower()}",
            )
            for one in services
        ]


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="Varför ställs återlämningen in?",
        max_length=500,
        error_messages={"required": "Skriv varför återlämningen ställs in."},
    )

    def __init__(self, data: Mapping[str, Any] | None = None):
        super().__init__(data, prefix="stall-in")


def _item_label(item: ReturnItem) -> str:
    return f"{piece_label(item.asset)}{' (saknas)' if item.is_missing else ''}"
