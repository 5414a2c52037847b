"""The filter of a notice's recipients, kept in the address."""

from typing import Any

from django import forms

from portal.notices.models import Notice
from portal.notices.queries.reach import EVERY, FAILED, UNACKNOWLEDGED, UNOPENED, Wishes

LONGEST_SEARCH = 100


class ReachFilter(forms.Form):
    """What cannot be understood is left out: a filter never stops a list."""

    q = forms.CharField(
        label="Vårdenhet",
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"placeholder": "Vårdenhetens namn"}),
    )
    visa = forms.ChoiceField(label="Visa", required=False)

    def __init__(self, data: Any, *, notice: Notice):
        super().__init__(data, auto_id="f-%s")
        choices = [(EVERY, "Alla enheter"), (UNOPENED, "Har inte öppnat")]
        if notice.needs_acknowledgement:
            choices.append((UNACKNOWLEDGED, "Har inte kvitterat"))
        self.fields["visa"].choices = [*choices, (FAILED, "Mejl som inte kom fram")]  # type: ignore[attr-defined]

    def wishes(self) -> Wishes:
        self.is_valid()
        values = self.cleaned_data
        return Wishes(lacking=values.get("visa", EVERY), text=values.get("q", "").strip())
