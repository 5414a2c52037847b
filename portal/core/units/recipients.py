"""Whom to write to: the people who have a role somewhere on the day that the mail is written."""

from dataclasses import dataclass
from datetime import date

from portal.core.fields import valid_on
from portal.core.people.models import User
from portal.core.units.models import Assignment, CareUnit, Role, Substitution


@dataclass(frozen=True, slots=True)
class Attester:
    """Someone who may attest: in his own right, or for ``principal``, for orders of at most ``most_pieces``."""

    user: User
    principal: User | None = None
    most_pieces: int | None = None


def at_unit(role: str, unit: CareUnit, on: date) -> list[User]:
    """Active people with the role at the unit or, for a branch, at its main unit. One query."""
    rows = Assignment.objects.filter(
        valid_on(on), role=role, unit_id__in={unit.pk, unit.main_unit_id}, user__is_active=True
    )
    return list(User.objects.filter(pk__in=rows.values("user_id")).order_by("pk"))


def in_region(role: str, region_id: int, on: date) -> list[User]:
    """Active people with the role in the region. One query."""
    rows = Assignment.objects.filter(valid_on(on), role=role, region_id=region_id, user__is_active=True)
    return list(User.objects.filter(pk__in=rows.values("user_id")).order_by("pk"))


def attesters_in(region_id: int, on: date) -> list[Attester]:
    """The ordering managers of the region, and the substitutes in force for them. Two queries."""
    managers = in_region(Role.ORDERING_MANAGER, region_id, on)
    known = {manager.pk for manager in managers}
    rows = Substitution.objects.filter(
        valid_on(on),
        region_id=region_id,
        revoked_at__isnull=True,
        principal_id__in=known,
        substitute__is_active=True,
    )
    substitutes = [
        Attester(row.substitute, row.principal, row.most_pieces)
        for row in rows.select_related("substitute", "principal").order_by("pk")
        if row.substitute_id not in known
    ]
    return [*(Attester(manager) for manager in managers), *substitutes]
