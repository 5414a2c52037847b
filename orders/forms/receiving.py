"""Acknowledging a delivery: how each piece was when it came."""

from collections.abc import Iterable
from typing import Any

from django import forms

from orders.actions.confirm import PieceReceipt
from orders.models import DeliveredPiece
from portal.core.errors import Refusal
from portal.core.web.fields import collect_errors

Receipt = DeliveredPiece.Receipt


class PieceForm(forms.Form):
    receipt = forms.ChoiceField(
        label="Skick",
        choices=[
            (Receipt.RECEIVED, "Mottagen och hel"),
            *(one for one in Receipt.choices if one[0] != Receipt.RECEIVED),
        ],
        initial=Receipt.RECEIVED,
        required=False,
    )
    remark = forms.CharField(
        label="Beskriv avvikelsen",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 300}),
    )

    def __init__(self, data: Any, piece: DeliveredPiece):
        super().__init__(data, prefix=f"del-{piece.pk}")
        self.piece = piece
        self.fields["remark"].label = f"Beskriv avvikelsen, {piece.asset.asset_number}"

    def answer(self) -> PieceReceipt:
        values = self.cleaned_data
        return PieceReceipt(self.piece.pk, values["receipt"] or Receipt.RECEIVED, values["remark"])


class ReceiptForm:
    """A form for every piece of a delivery."""

    def __init__(self, pieces: Iterable[DeliveredPiece], data: Any = None):
        self.pieces = [PieceForm(data, piece) for piece in pieces]

    @property
    def is_readable(self) -> bool:
        return all([form.is_valid() for form in self.pieces])

    def deviations(self) -> list[PieceReceipt]:
        """The pieces that were not as they should, in the order of the page."""
        return [one for one in (form.answer() for form in self.pieces) if one.receipt != Receipt.RECEIVED]

    def place_refusal(self, refusal: Refusal) -> list[tuple[str, str]]:
        """Put a refusal at its piece; what has no piece comes back as (anchor, sentence)."""
        deviating = [form for form in self.pieces if form.answer().receipt != Receipt.RECEIVED]
        loose = []
        for one in refusal.details or (refusal,):
            place = one.field.removeprefix("pieces[").partition("]")[0]
            if place.isdigit() and int(place) < len(deviating):
                deviating[int(place)].add_error("remark", one.message)
            else:
                loose.append(("", one.message))
        return loose

    def errors(self) -> list[tuple[str, str]]:
        return collect_errors(self.pieces)
