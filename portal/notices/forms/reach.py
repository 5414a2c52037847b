"""The filter of a notice's recipients, kept in the address."""

from typing import Any

from django import forms

from portal.core.web.filters import FilterForm, search_field
from portal.notices.models import Notice
from portal.notices.queries.reach import EVERY, FAILED, UNACKNOWLEDGED, UNOPENED, Wishes


class ReachFilter(FilterForm):
    q = search_field("Vårdenhet", "Vårdenhetens namn")
    visa = forms.ChoiceField(label="Visa", required=False)

    def __init__(self, data: Any, *, notice: Notice):
        super().__init__(data)
        choices = [(EVERY, "Alla enheter"), (UNOPENED, "Har inte öppnat")]
        if notice.needs_acknowledgement:
            choices.append((UNACKNOWLEDGED, "Har inte kvitterat"))
        self.fields["visa"].choices = [*choices, (FAILED, "Mejl som inte kom fram")]  # type: ignore[attr-defined]

    def wishes(self) -> Wishes:
        return Wishes(lacking=self.wish("visa"), text=self.wish("q"))
