"""The order form as it is posted: a small form per line, one for the delivery, and the content they make.

Every line is named by its item and place, as ``base-package-0``. The hidden field ``rad`` tells which lines the page
holds, in order. What the rules speak of (items, numbers, variants, options, motivations) is left to them; here only
what cannot be read at all is an error.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from entitlements.models import CatalogueItem
from orders.content import MOST_LINES, LineContent, OrderContent
from orders.forms.order_line import LineForm, code_of, filled_line, first_variant
from portal.core.errors import Invalid
from portal.core.web.fields import collect_errors


class DeliveryForm(forms.Form):
    delivery_address = forms.ChoiceField(
        label="Leveransadress", error_messages={"invalid_choice": "Välj en av enhetens adresser."}
    )
    recipient = forms.CharField(
        label="Tar emot leveransen",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    needed_by = forms.DateField(
        label="Behövs senast",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d"),
        error_messages={"invalid": "Skriv dagen som år-månad-dag, till exempel 2026-12-07."},
    )

    def __init__(self, *args: Any, addresses: Iterable[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["delivery_address"].choices = [(one, one) for one in addresses]


class OrderForm:
    """The whole page's form. Made from what was posted (``posted``) or from what is stored (``stored``)."""

    def __init__(self, items: Mapping[str, CatalogueItem], lines: list[LineForm], delivery: DeliveryForm):
        self.items, self.lines, self.delivery = items, lines, delivery

    @classmethod
    def posted(
        cls, data: QueryDict, items: Mapping[str, CatalogueItem], addresses: Sequence[str]
    ) -> "OrderForm":
        keys = list(dict.fromkeys(data.getlist("rad")))[: MOST_LINES * 2]
        lines = [
            LineForm(data, prefix=key, code=code_of(key), item=items.get(code_of(key)))
            for key in sorted(keys, key=lambda key: _place(items, code_of(key)))
        ]
        return cls(items, lines, DeliveryForm(data, addresses=addresses))

    @classmethod
    def stored(
        cls, content: OrderContent, items: Mapping[str, CatalogueItem], addresses: Sequence[str]
    ) -> "OrderForm":
        """The form filled in with an order's content, as if it had been posted without errors."""
        counts: dict[str, int] = {}
        lines = []
        for line in sorted(content.lines, key=lambda line: _place(items, line.item)):
            count = counts[line.item] = counts.get(line.item, -1) + 1
            lines.append(filled_line(f"{line.item}-{count}", line, items))
        delivery = {
            "delivery_address": content.delivery_address,
            "recipient": content.recipient,
            "needed_by": content.needed_by.isoformat() if content.needed_by else "",
        }
        return cls(items, lines, DeliveryForm(delivery, addresses=addresses))

    def content(self, cost_centre: str) -> OrderContent:
        """What is asked for: the lines with a number, in the order of the page."""
        self.delivery.is_valid()
        values = self.delivery.cleaned_data
        return OrderContent(
            lines=tuple(line.content() for line in self.ordered),
            cost_centre=cost_centre,
            delivery_address=values.get("delivery_address", ""),
            recipient=values.get("recipient", ""),
            needed_by=values.get("needed_by"),
        )

    @property
    def ordered(self) -> list[LineForm]:
        """The lines that become the content's, in the same places."""
        return [line for line in self.lines if line.is_ordered]

    @property
    def gone(self) -> list[str]:
        """Codes that an order holds but the catalogue no longer does."""
        return [line.code for line in self.lines if line.item is None]

    @property
    def is_readable(self) -> bool:
        """Whether everything could be read. Asks no rules."""
        return all(form.is_valid() for form in (*self.lines, self.delivery))

    def lines_of(self, code: str) -> list[LineForm]:
        return [line for line in self.lines if line.code == code]

    def add_line(self, code: str, quantity: int = 1) -> LineForm | None:
        """One more line of the item below those it has, to begin with for one piece; None when there is no room."""
        item = self.items.get(code)
        if item is None or not item.is_orderable or len(self.lines) >= MOST_LINES:
            return None
        taken = {line.key for line in self.lines}
        number = next(n for n in range(MOST_LINES + 1) if f"{code}-{n}" not in taken)
        line = filled_line(
            f"{code}-{number}", LineContent(code, quantity, variant=first_variant(item)), self.items
        )
        last = max((n for n, one in enumerate(self.lines) if one.code == code), default=None)
        place = len(self.lines) if last is None else last + 1
        self.lines.insert(place, line)
        self.lines.sort(key=lambda one: _place(self.items, one.code))
        return line

    def remove_line(self, key: str) -> None:
        self.lines = [line for line in self.lines if line.key != key]

    def place_refusals(self, refusals: Iterable[Invalid]) -> list[tuple[str, str]]:
        """Put refusals of the content at their fields; what has no field comes back as (anchor, sentence)."""
        ordered, loose = self.ordered, []
        for refusal in refusals:
            name, form = _target(refusal.field, ordered, self.delivery)
            hidden = isinstance(form, LineForm) and not form.is_shown
            if form is None or hidden or name not in form.fields:
                loose.append(("", refusal.message))
            elif refusal.message not in form.errors.get(name, ()):
                form.add_error(name, refusal.message)
        return loose

    def errors(self) -> list[tuple[str, str]]:
        """(anchor, sentence) of every error, in the order of the page."""
        found = collect_errors((*self.lines, self.delivery))
        return list(dict.fromkeys(found))


def _place(items: Mapping[str, CatalogueItem], code: str) -> int:
    return items[code].position if code in items else len(items)


def _target(
    field: str, ordered: list[LineForm], delivery: DeliveryForm
) -> tuple[str, LineForm | DeliveryForm | None]:
    """``lines[2].quantity`` → the third line's form and "quantity"."""
    if not field.startswith("lines["):
        return field, delivery
    number, _, name = field.removeprefix("lines[").partition("].")
    line = ordered[int(number)] if int(number) < len(ordered) else None
    return ("quantity" if name == "item" else name), line
