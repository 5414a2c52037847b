"""One line of the order form, named by its item and its place there: ``base-package-0``."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict

from entitlements.models import CatalogueItem, Kind
from orders.content import LineContent
from portal.core.text import capitalised

MOST_PIECES = 1_000_000  # beyond what any rule allows: guards against numbers that cannot be written


class ListField(forms.Field):
    """The values of the boxes that are ticked, each once."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value: Any) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value or ()))


class LineForm(forms.Form):
    """One line of an order. ``item`` is None for a code that the catalogue does not hold."""

    quantity = forms.IntegerField(
        label="Antal",
        required=False,
        min_value=-MOST_PIECES,
        max_value=MOST_PIECES,
        error_messages={
            "invalid": "Skriv antalet med siffror.",
            "min_value": "Antalet måste vara minst 1.",
            "max_value": "Antalet är för stort.",
        },
    )
    variant = forms.CharField(label="Variant", required=False)
    options = ListField(label="Tillval", required=False)
    motivation = forms.CharField(
        label="Motivering", required=False, widget=forms.Textarea(attrs={"rows": 3}), strip=False
    )
    function = forms.CharField(
        label="Funktion", required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    room = forms.CharField(label="Rum", required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, code: str, item: CatalogueItem | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.code, self.item = code, item
        self.fields["quantity"].label = capitalised(item.name) if item else code[:60]
        if item:
            self.fields["motivation"].label = f"Motivering för {item.name}"

    @property
    def key(self) -> str:
        return str(self.prefix)

    @property
    def is_shown(self) -> bool:
        """Whether the page has a place for the line: what cannot be ordered has none."""
        return self.item is not None and self.item.is_orderable

    @cached_property
    def parsed(self) -> dict[str, Any]:
        """What was read, kept from before the rules put errors at the fields; empty when it could not be read."""
        return dict(self.cleaned_data) if self.is_bound and self.is_valid() else {}

    @property
    def is_ordered(self) -> bool:
        """Whether the line asks for anything: a number that is not zero."""
        return bool(self.parsed.get("quantity"))

    def take_focus(self) -> None:
        """Let the page put the cursor where one goes on writing."""
        name = "motivation" if self.item and self.item.kind == Kind.NEEDS_TESTED else "function"
        self.fields[name].widget.attrs["autofocus"] = True

    def content(self) -> LineContent:
        values = self.parsed
        return LineContent(
            item=self.code,
            quantity=values["quantity"],
            variant=values.get("variant", ""),
            options=values.get("options", ()),
            motivation=values.get("motivation", "").replace("\r\n", "\n"),
            function=values.get("function", ""),
            room=values.get("room", ""),
        )


def code_of(key: str) -> str:
    return key.rpartition("-")[0]


def first_variant(item: CatalogueItem) -> str:
    return item.variants[0]["code"] if item.variants else ""


def filled_line(key: str, line: LineContent, items: Mapping[str, CatalogueItem]) -> LineForm:
    """A line with values, as if it had been posted."""
    data = QueryDict(mutable=True)
    data[f"{key}-quantity"] = str(line.quantity)
    data.setlist(f"{key}-options", list(line.options))
    for name in ("variant", "motivation", "function", "room"):
        data[f"{key}-{name}"] = getattr(line, name)
    return LineForm(data, prefix=key, code=line.item, item=items.get(line.item))
