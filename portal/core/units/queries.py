"""Reading units, figures and roles."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.core.fields import valid_on
from portal.core.people.models import User
from portal.core.rows import one_of
from portal.core.units.models import Assignment, CareUnit, Contract, Municipality, Programme, UnitFigures
from portal.core.units.roles import NO_ROLE_IN_ORDERS, RoleSet, SubstituteFor

# Asked on every request, so it is one query, written by hand: composing it took longer than answering it.
_ROLES = """
SELECT role, unit_id, region_id, NULL::bigint, NULL::bigint, NULL, NULL, NULL, NULL::boolean, NULL::date, NULL::date,
       NULL::integer
FROM units_assignment
WHERE user_id = %(user)s AND valid_from <= %(on)s AND (valid_to IS NULL OR valid_to >= %(on)s)
UNION ALL
SELECT NULL, NULL, s.region_id, s.id, p.id, p.hsa_id, p.given_name, p.family_name, p.protected_identity,
       s.valid_from, s.valid_to, s.most_pieces
FROM units_substitution s
JOIN people_user p ON p.id = s.principal_id AND p.is_active
WHERE s.substitute_id = %(user)s AND s.revoked_at IS NULL AND s.valid_from <= %(on)s AND s.valid_to >= %(on)s
  AND EXISTS (
    SELECT 1 FROM units_assignment a
    WHERE a.role = 'ORDERING_MANAGER' AND a.user_id = s.principal_id AND a.region_id = s.region_id
      AND a.valid_from <= %(on)s AND (a.valid_to IS NULL OR a.valid_to >= %(on)s)
  )
"""


def roles_of(user: User, on: date) -> RoleSet:
    """The person's roles on a day. One query. A person who is not active has none.

    A substitution counts only while the one who appointed still is ordering manager in that region.
    """
    if not user.is_active:
        return RoleSet(user_id=user.pk, on=on)
    with connection.cursor() as cursor:
        cursor.execute(_ROLES, {"user": user.pk, "on": on})
        rows = cursor.fetchall()
    units: dict[str, set[int]] = defaultdict(set)
    regions: dict[str, set[int]] = defaultdict(set)
    for role, unit_id, region_id, *_ in rows:
        if unit_id:
            units[role].add(unit_id)
        elif role:
            regions[role].add(region_id)
    return RoleSet(
        user_id=user.pk,
        on=on,
        units={role: frozenset(ids) for role, ids in units.items()},
        regions={role: frozenset(ids) for role, ids in regions.items()},
        substitutions=tuple(_substitution(*row[2:]) for row in rows if row[0] is None),
    )


def assignments_of(user: User, on: date) -> list[Assignment]:
    """The person's assignments on a day, with unit and region. One query."""
    rows = Assignment.objects.filter(valid_on(on), user_id=user.pk).select_related("unit", "region")
    return list(rows.order_by("role", "pk"))


def _substitution(
    region_id: int,
    substitution_id: int,
    principal_id: int,
    hsa_id: str,
    given_name: str,
    family_name: str,
    protected_identity: bool,
    valid_from: date,
    valid_to: date,
    most_pieces: int | None,
) -> SubstituteFor:
    principal = User(given_name=given_name, family_name=family_name, protected_identity=protected_identity)
    return SubstituteFor(
        substitution_id=substitution_id,
        principal_id=principal_id,
        principal_hsa_id=hsa_id,
        principal_name=principal.display_name,
        region_id=region_id,
        valid_from=valid_from,
        valid_to=valid_to,
        most_pieces=most_pieces,
    )


def people_with_role(
    role: str, *, on: date, unit_id: int | None = None, region_id: int | None = None
) -> list[User]:
    """Active people who have the role there on the day, for mails. A branch asks for its main unit's too."""
    rows = Assignment.objects.filter(valid_on(on), role=role, user__is_active=True).select_related("user")
    rows = rows.filter(Q(unit_id=unit_id) if unit_id is not None else Q(region_id=region_id))
    return [row.user for row in rows.order_by("user_id")]


def regions_of_units_of(user: User, on: date) -> set[int]:
    """The regions of the units where the person has a role on the day. One query."""
    rows = Assignment.objects.filter(valid_on(on), user_id=user.pk, unit__isnull=False)
    return set(rows.values_list("unit__region_id", flat=True))


def people_at_units(regions: Collection[int], on: date) -> QuerySet[User]:
    """Active people with a role on the day at any unit of the regions."""
    rows = Assignment.objects.filter(valid_on(on), user_id=OuterRef("pk"), unit__region_id__in=regions)
    return User.objects.filter(Exists(rows), is_active=True)


def unit_names_of(people: Collection[int], regions: Collection[int], on: date) -> dict[int, list[str]]:
    """The units of the regions where each of the people has a role on the day, by name. One query."""
    rows = Assignment.objects.filter(valid_on(on), user_id__in=people, unit__region_id__in=regions)
    found: dict[int, list[str]] = defaultdict(list)
    for user_id, name in rows.order_by("unit__sort_key", "unit_id").values_list("user_id", "unit__name"):
        if name not in found[user_id]:
            found[user_id].append(name)
    return found


def possible_substitutes(region_id: int, on: date) -> QuerySet[User]:
    """Active people with a role in the region itself on the day, without those whose role keeps them out of orders."""
    rows = Assignment.objects.filter(valid_on(on), user_id=OuterRef("pk"))
    apart = Exists(rows.filter(role__in=NO_ROLE_IN_ORDERS))
    return User.objects.filter(~apart, Exists(rows.filter(region_id=region_id)), is_active=True)


def stands_apart(user: User, first: date, last: date) -> bool:
    """Whether the person has a role that keeps him out of orders on any day of the period. One query."""
    rows = Assignment.objects.filter(user=user, role__in=NO_ROLE_IN_ORDERS, valid_from__lte=last)
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=first)).exists()


def lock_person(user_id: int) -> None:
    """Hold the person's row until the transaction ends: a role and a substitution are weighed against each other."""
    User.objects.select_for_update(no_key=True).get(pk=user_id)


def lock_unit(unit_id: int) -> CareUnit:
    """The unit's row, locked until the transaction ends: whoever changes what counts against a cap holds it.

    For a branch its main unit is locked too, since they share the caps. Comes with region, municipality and provider.
    """
    units = CareUnit.objects.select_for_update(of=("self",), no_key=True)
    unit = units.select_related("region", "municipality", "provider").get(pk=unit_id)
    if unit.parent_id:
        units.get(pk=unit.parent_id)
    return unit


def figures_on(unit: CareUnit, on: date) -> UnitFigures | None:
    """The verified figures of the unit on a day; a branch has its main unit's."""
    verified = UnitFigures.State.VERIFIED
    return one_of(UnitFigures.objects.filter(valid_on(on), unit_id=unit.main_unit_id, state=verified))


def contract_on(unit: CareUnit, on: date) -> Contract | None:
    """The contract that holds for the unit on a day; a branch has its main unit's."""
    contracts = Contract.objects.filter(valid_on(on), unit_id=unit.main_unit_id)
    return one_of(contracts.select_related("programme"))


def municipalities_of(region_ids: Collection[int]) -> list[tuple[str, str]]:
    """Code and name of the municipalities where the regions have units, by name. One query."""
    rows = Municipality.objects.filter(units__region_id__in=region_ids).distinct().order_by("name")
    return list(rows.values_list("code", "name"))


def programmes_of(region_ids: Collection[int]) -> list[tuple[str, str]]:
    """Code and name of the regions' care programmes, by name. One query."""
    rows = Programme.objects.filter(region_id__in=region_ids).order_by("name")
    return list(rows.values_list("code", "name"))
