"""The coordinator's decisions, line by line. Everything is granted unless something else is said."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from orders.actions.check import LineDecision
from orders.models import OrderLine
from portal.core.errors import Refusal
from portal.core.web.fields import collect_errors

Decision = OrderLine.Decision
_AT_LINE = re.compile(r"lines\[(\d+)\]")


class LineForm(forms.Form):
    """The decision on one line."""

    beslut = forms.ChoiceField(label="Beslut", widget=forms.RadioSelect)
    antal = forms.IntegerField(label="Beviljat antal", required=False, min_value=0, max_value=100_000)
    skal = forms.ChoiceField(
        label="Skäl", required=False, choices=[("", "Välj skäl"), *OrderLine.Reason.choices]
    )

    def __init__(self, line: OrderLine, data: Mapping[str, Any] | None = None):
        super().__init__(data, prefix=f"rad-{line.pk}", initial={"beslut": Decision.GRANTED})
        self.line = line
        choices = [(Decision.GRANTED, "Bevilja"), (Decision.REFUSED, "Avslå")]
        if line.quantity > 1:
            choices.insert(1, (Decision.REDUCED, "Minska"))
            self.fields["antal"].initial = line.quantity - 1
            self.fields["antal"].widget.attrs.update(min=1, max=line.quantity - 1, inputmode="numeric")
        self.fields["beslut"].choices = choices
        self.fields["beslut"].widget.attrs["class"] = "ds-input"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if (
            values.get("beslut") == Decision.REDUCED
            and values.get("antal") is None
            and "antal" not in self.errors
        ):
            self.add_error("antal", "Skriv hur många som beviljas.")
        return values

    def decision(self) -> LineDecision:
        """What was decided. Call it on a valid form."""
        values = self.cleaned_data
        granted = {
            Decision.GRANTED: self.line.quantity,
            Decision.REDUCED: values.get("antal") or 0,
            Decision.REFUSED: 0,
        }[Decision(values["beslut"])]
        return LineDecision(self.line.pk, granted, values.get("skal") or "")


class CheckForm:
    """The lines' forms together."""

    def __init__(self, lines: Iterable[OrderLine], data: Mapping[str, Any] | None = None):
        self.forms = [LineForm(line, data) for line in lines]
        self._on_top: list[tuple[str, str]] = []

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Every error, with the field to go to."""
        return collect_errors(self.forms, self._on_top)

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self.forms])

    def decisions(self) -> list[LineDecision]:
        return [form.decision() for form in self.forms]

    def show(self, refusal: Refusal) -> None:
        """Put the action's refusal at the lines it names; the rest on top."""
        for one in refusal.details or (refusal,):
            found = _AT_LINE.match(one.field)
            if found and int(found[1]) < len(self.forms):
                field = "skal" if one.code == "reason_missing" else "antal"
                self.forms[int(found[1])].add_error(field, one.message)
            else:
                self._on_top.append(("", one.message))


class MessageForm(forms.Form):
    """Sending back: what the unit is to complete."""

    message = forms.CharField(
        label="Vad behöver kompletteras?",
        help_text="Enhetens verksamhetschef läser det här.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Skriv vad som behöver kompletteras."},
    )


class ReasonForm(forms.Form):
    """Refusing the whole order: why."""

    reason = forms.CharField(
        label="Varför avslås beställningen?",
        help_text="Enhetens verksamhetschef läser det här.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Skriv varför beställningen avslås."},
    )
