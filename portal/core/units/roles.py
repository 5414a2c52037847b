"""What a person is, on a day: the roles from assignments, and the substitutions that are in force.

``RoleSet`` is a plain value. ``portal.core.units.queries.roles_of`` reads it, once per request.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import models


class Role(models.TextChoices):
    """Roles as in the contract and the region's organisation (domain.md, People and roles)."""

    HEAD_OF_UNIT = "HEAD_OF_UNIT", "Verksamhetschef"
    IT_CONTACT = "IT_CONTACT", "IT-kontaktperson"
    SUPERUSER = "SUPERUSER", "Superanvändare"
    COORDINATOR = "COORDINATOR", "Samordnare"
    ORDERING_MANAGER = "ORDERING_MANAGER", "Beställarchef"
    IT_DELIVERY = "IT_DELIVERY", "IT-leverans"
    IT_COORDINATOR = "IT_COORDINATOR", "IT-koordinator"
    CATALOGUE_EDITOR = "CATALOGUE_EDITOR", "Katalogförvaltare"
    CONTROLLER = "CONTROLLER", "Ekonom"
    LOG_REVIEWER = "LOG_REVIEWER", "Loggranskare"
    ADMINISTRATOR = "ADMINISTRATOR", "Systemadministratör"


UNIT_ROLES = ("HEAD_OF_UNIT", "IT_CONTACT", "SUPERUSER")
REGION_ROLES = (
    "COORDINATOR",
    "ORDERING_MANAGER",
    "IT_DELIVERY",
    "IT_COORDINATOR",
    "CATALOGUE_EDITOR",
    "CONTROLLER",
    "LOG_REVIEWER",
    "ADMINISTRATOR",
)
# An administrator and a log reviewer look after people and the log, not the units' affairs.
NO_ROLE_IN_ORDERS = ("LOG_REVIEWER", "ADMINISTRATOR")
SEES_EVERY_UNIT = tuple(role for role in REGION_ROLES if role not in NO_ROLE_IN_ORDERS)
SEES_SOME_UNIT = (*UNIT_ROLES, *SEES_EVERY_UNIT)


@dataclass(frozen=True, slots=True)
class SubstituteFor:
    """The right to attest in another's place."""

    substitution_id: int
    principal_id: int
    principal_hsa_id: str
    principal_name: str
    region_id: int
    valid_from: date
    valid_to: date
    most_pieces: int | None


@dataclass(frozen=True, slots=True)
class RoleSet:
    """A person's roles on one day. Units and regions by primary key."""

    user_id: int
    on: date
    units: Mapping[str, frozenset[int]] = field(default_factory=dict)
    regions: Mapping[str, frozenset[int]] = field(default_factory=dict)
    substitutions: tuple[SubstituteFor, ...] = ()

    def at_unit(self, role: str, unit_id: int | None) -> bool:
        return unit_id in self.units.get(role, frozenset())

    def in_region(self, role: str, region_id: int) -> bool:
        return region_id in self.regions.get(role, frozenset())

    def regions_with(self, *roles: str) -> frozenset[int]:
        """The regions where the person has any of the roles himself."""
        return frozenset().union(*(self.regions.get(role, frozenset()) for role in roles))

    def has(self, *roles: str) -> bool:
        """Any of the roles, anywhere. A substitute counts as ordering manager."""
        if Role.ORDERING_MANAGER in roles and self.substitutions:
            return True
        return any(self.units.get(role) or self.regions.get(role) for role in roles)

    def substitution_in(self, region_id: int) -> SubstituteFor | None:
        return next((one for one in self.substitutions if one.region_id == region_id), None)

    @property
    def all_unit_ids(self) -> frozenset[int]:
        return frozenset().union(*self.units.values())

    @property
    def all_region_ids(self) -> frozenset[int]:
        """Regions whose units the person sees."""
        return self.regions_with(*SEES_EVERY_UNIT) | {one.region_id for one in self.substitutions}

    @property
    def names(self) -> tuple[str, ...]:
        """The Swedish names of the roles, those of units first."""
        held = [
            role for role in (*UNIT_ROLES, *REGION_ROLES) if self.units.get(role) or self.regions.get(role)
        ]
        labels = [str(Role(role).label) for role in held]
        return (*labels, *(f"Ersättare för {one.principal_name}" for one in self.substitutions))
