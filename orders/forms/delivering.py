"""A delivery as it is scanned: a field per line that takes what a scanner types or what is pasted."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from inventory.serials import normalise_serial
from orders.actions.deliver import LineDelivery
from orders.models import OrderLine
from portal.core.errors import Refusal

_BETWEEN = re.compile(r"[\n\r,;\t]+")
_LINE = re.compile(r"lines\[(\d+)\](?:\.serial_numbers\[(\d+)\])?")
MOST_TEXT = 50_000


def serials_in(text: str) -> tuple[str, ...]:
    """The serial numbers in what was scanned or pasted: one a line, or parted by commas, semicolons or tabs."""
    return tuple(serial for part in _BETWEEN.split(text) if (serial := normalise_serial(part)))


class DeliveryForm(forms.Form):
    """One field for each line with something left: serial numbers, or a count where the item bears none."""

    note = forms.CharField(
        label="Meddelande till enheten",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, lines: Iterable[OrderLine], data: Mapping[str, Any] | None = None):
        super().__init__(data)
        self.lines = [line for line in lines if line.remaining > 0]
        for line in self.lines:
            self.fields[name_of(line)] = _field(line)
        self.order_fields([*map(name_of, self.lines), "note"])
        self._given: list[LineDelivery] = []

    def rows(self) -> list[tuple[OrderLine, forms.BoundField]]:
        return [(line, self[name_of(line)]) for line in self.lines]

    def deliveries(self) -> list[LineDelivery]:
        """What is delivered of each line; lines of which nothing is are left out. Call it on a valid form."""
        found = [LineDelivery(line.pk, self._serials(line)) for line in self.lines]
        self._given = [one for one in found if one.serial_numbers]
        return self._given

    def serials(self) -> list[str]:
        return [serial for one in self._given for serial in one.serial_numbers if serial]

    def show(self, refusal: Refusal, *, told: Mapping[str, str]) -> None:
        """Put the action's refusal at the lines it names. ``told`` says of a serial number where it is."""
        for one in refusal.details or (refusal,):
            self.add_error(self._field_at(one.field), self._sentence(one, told))

    def _serials(self, line: OrderLine) -> tuple[str, ...]:
        value = self.cleaned_data.get(name_of(line))
        return serials_in(value or "") if line.item.has_serial_numbers else ("",) * (value or 0)

    def _field_at(self, field: str) -> str | None:
        found = _LINE.match(field)
        if found and int(found[1]) < len(self._given):
            return f"rad-{self._given[int(found[1])].line}"
        return field if field in self.fields else None

    def _sentence(self, refusal: Refusal, told: Mapping[str, str]) -> str:
        found = _LINE.match(refusal.field)
        if refusal.code != "serial_used" or not found or found[2] is None:
            return refusal.message
        serial = self._given[int(found[1])].serial_numbers[int(found[2])]
        return f"{refusal.message} {told[serial]}" if serial in told else refusal.message


def name_of(line: OrderLine) -> str:
    return f"rad-{line.pk}"


def _field(line: OrderLine) -> forms.Field:
    if not line.item.has_serial_numbers:
        return forms.IntegerField(
            label="Antal att leverera",
            required=False,
            min_value=0,
            max_value=line.remaining,
            initial=line.remaining,
            error_messages={"max_value": f"Högst {line.remaining} återstår."},
        )
    attributes = {
        "rows": min(line.remaining, 8) + 1,
        "data-skanna": line.remaining,
        "autocomplete": "off",
        "autocapitalize": "characters",
        "spellcheck": "false",
        "class": "sn skannat",
    }
    return forms.CharField(
        label="Serienummer",
        help_text="Skanna eller skriv ett per rad.",
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs=attributes),
    )
