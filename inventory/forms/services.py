"""The forms of a unit's services: one more, and the end of one."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from django import forms

from entitlements.models import CatalogueItem
from portal.core.text import capitalised
from portal.core.units.forms.administration import day_field


class ServiceForm(forms.Form):
    item_code = forms.ChoiceField(
        label="Tjänst",
        error_messages={
            "required": "Välj en tjänst i listan.",
            "invalid_choice": "Enheten har redan tjänsten, eller så finns den inte i bilagan. Välj en annan.",
        },
    )
    valid_from = day_field("Första dagen")

    def __init__(self, items: Iterable[CatalogueItem], today: date, data: Mapping[str, Any] | None = None):
        super().__init__(data, initial={"valid_from": today})
        groups = [
            (kind, [(item.code, capitalised(item.name)) for item in some])
            for kind, some in groupby(items, key=lambda item: item.get_kind_display())
        ]
        self.fields["item_code"].choices = [("", "Välj tjänst"), *groups]


class EndServiceForm(forms.Form):
    valid_to = day_field("Sista dagen")
