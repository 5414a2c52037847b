"""Which services a notice concerns, and whom it is sent to. The part of the form that the preview reads too."""

from collections.abc import Mapping
from typing import Any

from django import forms

from portal.core.units.forms.choosing import choose_many, units_field
from portal.core.units.roles import REGION_ROLES, UNIT_ROLES, Role
from portal.notices.audience import Audience, Dimension
from portal.notices.queries.choices import Choices

_OF_FIELD = {
    "programme": Dimension.PROGRAMME,
    "municipality": Dimension.MUNICIPALITY,
    "unit": Dimension.UNIT,
    "equipment": Dimension.EQUIPMENT,
    "role": Dimension.ROLE,
}
AUDIENCE_FIELDS = (*_OF_FIELD, "affects", "service")


class AudienceForm(forms.Form):
    """Codes are those of ``choices``; others are refused."""

    affects = choose_many("Tjänster som berörs")
    service = forms.BooleanField(
        label="Skicka bara till enheter som har tjänsterna",
        required=False,
        help_text="Annars får alla enheter i målgruppen meddelandet.",
    )
    programme = choose_many("Vårdval")
    municipality = choose_many("Kommun")
    equipment = choose_many("Utrustning")
    role = choose_many("Roller som får meddelandet")

    def __init__(
        self,
        choices: Choices,
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ):
        super().__init__(data, initial={"role": list(UNIT_ROLES), **(initial or {})})
        self.fields["unit"] = units_field(choices.units)
        for name, some in (
            ("affects", choices.services),
            ("programme", choices.programmes),
            ("municipality", choices.municipalities),
            ("equipment", choices.equipment),
            ("role", tuple((role, Role(role).label) for role in (*UNIT_ROLES, *REGION_ROLES))),
        ):
            self.fields[name].choices = some

    def clean_role(self) -> list[str]:
        if not self.cleaned_data["role"]:
            raise forms.ValidationError("Välj minst en roll som ska få meddelandet.")
        return self.cleaned_data["role"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("service") and not values.get("affects") and "affects" not in self.errors:
            self.add_error("service", "Välj vilka tjänster det gäller, eller ta bort krysset.")
        return values

    @property
    def audience_faults(self) -> list[str]:
        """Why the audience cannot be told, when it cannot."""
        return [str(error) for name in AUDIENCE_FIELDS for error in self.errors.get(name, ())]

    def audience(self) -> Audience:
        """Whom it is sent to. Call it when there are no ``audience_faults``."""
        values = self.cleaned_data
        rows = [(dimension, value) for name, dimension in _OF_FIELD.items() for value in values.get(name, ())]
        if values.get("service"):
            rows += [(Dimension.SERVICE, value) for value in values["affects"]]
        if set(values.get("role", ())) == set(UNIT_ROLES):
            rows = [row for row in rows if row[0] != Dimension.ROLE]
        return Audience.of(rows)


def audience_initial(audience: Audience, affects: tuple[str, ...], *, as_text: bool) -> dict[str, Any]:
    """A stored audience as the form's values. ``as_text``: the units are named instead of ticked."""
    values: dict[str, Any] = {name: sorted(audience.named(one)) for name, one in _OF_FIELD.items()}
    values["role"] = sorted(audience.roles)
    values["unit"] = "\n".join(values["unit"]) if as_text else values["unit"]
    values["affects"] = sorted({*affects, *audience.named(Dimension.SERVICE)})
    values["service"] = bool(audience.named(Dimension.SERVICE))
    return values
