"""Reading units, figures and roles."""

from collections import defaultdict
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.core.fields import valid_on
from portal.core.people.models import User
from portal.core.units.models import Assignment, CareUnit, Contract, Role, Substitution, UnitFigures
from portal.core.units.roles import RoleSet, SubstituteFor


def roles_of(user: User, on: date) -> RoleSet:
    """The person's roles on a day. Two queries. A person who is not active has none.

    A substitution counts only while the one who appointed still is ordering manager in that region.
    """
    if not user.is_active:
        return RoleSet(user_id=user.pk, on=on)
    units: dict[str, set[int]] = defaultdict(set)
    regions: dict[str, set[int]] = defaultdict(set)
    rows = Assignment.objects.filter(valid_on(on), user_id=user.pk).values_list(
        "role", "unit_id", "region_id"
    )
    for role, unit_id, region_id in rows:
        if unit_id:
            units[role].add(unit_id)
        else:
            regions[role].add(region_id)
    return RoleSet(
        user_id=user.pk,
        on=on,
        units={role: frozenset(ids) for role, ids in units.items()},
        regions={role: frozenset(ids) for role, ids in regions.items()},
        substitutions=_substitutions_of(user, on),
    )


def assignments_of(user: User, on: date) -> list[Assignment]:
    """The person's assignments on a day, with unit and region. One query."""
    rows = Assignment.objects.filter(valid_on(on), user_id=user.pk).select_related("unit", "region")
    return list(rows.order_by("role", "pk"))


def _substitutions_of(user: User, on: date) -> tuple[SubstituteFor, ...]:
    manager = Assignment.objects.filter(
        valid_on(on),
        role=Role.ORDERING_MANAGER,
        user_id=OuterRef("principal_id"),
        region_id=OuterRef("region_id"),
    )
    rows = Substitution.objects.filter(
        Exists(manager),
        valid_on(on),
        substitute_id=user.pk,
        revoked_at__isnull=True,
        principal__is_active=True,
    ).select_related("principal")
    return tuple(
        SubstituteFor(
            substitution_id=row.pk,
            principal_id=row.principal_id,
            principal_hsa_id=row.principal.hsa_id,
            principal_name=row.principal.display_name,
            region_id=row.region_id,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            most_pieces=row.most_pieces,
        )
        for row in rows
    )


def people_with_role(
    role: str, *, on: date, unit_id: int | None = None, region_id: int | None = None
) -> list[User]:
    """Active people who have the role there on the day, for mails. A branch asks for its main unit's too."""
    rows = Assignment.objects.filter(valid_on(on), role=role, user__is_active=True).select_related("user")
    rows = rows.filter(Q(unit_id=unit_id) if unit_id is not None else Q(region_id=region_id))
    return [row.user for row in rows.order_by("user_id")]


def people_of_region(region_id: int, on: date) -> QuerySet[User]:
    """Active people with a role in the region itself on the day, not those of its units."""
    rows = Assignment.objects.filter(valid_on(on), region_id=region_id, user_id=OuterRef("pk"))
    return User.objects.filter(Exists(rows), is_active=True)


def lock_unit(unit_id: int) -> CareUnit:
    """The unit's row, locked until the transaction ends: whoever changes what counts against a cap holds it.

    For a branch its main unit is locked, since they share the caps.
    """
    unit = CareUnit.objects.get(pk=unit_id)
    CareUnit.objects.select_for_update().get(pk=unit.main_unit_id)
    return unit


def figures_on(unit: CareUnit, on: date) -> UnitFigures | None:
    """The verified figures of the unit on a day; a branch has its main unit's."""
    return UnitFigures.objects.filter(
        valid_on(on), unit_id=unit.main_unit_id, state=UnitFigures.State.VERIFIED
    ).first()


def contract_on(unit: CareUnit, on: date) -> Contract | None:
    """The contract that holds for the unit on a day; a branch has its main unit's."""
    return (
        Contract.objects.filter(valid_on(on), unit_id=unit.main_unit_id).select_related("programme").first()
    )
