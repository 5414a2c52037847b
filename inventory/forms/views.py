"""Saving a list by a name, and changing what is saved."""

from collections.abc import Mapping
from typing import Any

from django import forms

from portal.core.units.models import Region, Role
from portal.core.units.roles import RoleSet


class ViewForm(forms.Form):
    """``delas`` is a role and a region as "COORDINATOR:1"; empty keeps the view to oneself."""

    name = forms.CharField(
        label="Namn på vyn", max_length=60, error_messages={"required": "Skriv ett namn på vyn."}
    )
    delas = forms.ChoiceField(label="Vem ser vyn", required=False)

    def __init__(
        self, roles: RoleSet, data: Mapping[str, Any] | None = None, *, key: str = "", initial: Any = None
    ):
        super().__init__(data, initial=initial, auto_id=f"vy{key}-%s")
        self.fields["delas"].choices = [("", "Bara jag"), *_shares(roles)]

    @property
    def can_share(self) -> bool:
        return len(self.fields["delas"].choices) > 1

    def shared(self) -> dict[str, Any]:
        """The role and the region that the action is given."""
        role, _, region = self.cleaned_data.get("delas", "").partition(":")
        return {"role": role, "region": Region.objects.get(pk=region) if region else None}


def _shares(roles: RoleSet) -> list[tuple[str, str]]:
    return [
        (f"{role}:{region}", f"Alla med uppdraget {Role(role).label.lower()}")
        for role, regions in roles.regions.items()
        for region in sorted(regions)
    ]
