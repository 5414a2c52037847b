"""Reading what an administrator looks after: the people of his region, their assignments, units and contracts."""

from datetime import date

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, TextField, Value, When

from portal.core.fields import SwedishOrder
from portal.core.people.models import User
from portal.core.search import containing
from portal.core.units.models import Assignment, CareUnit, Contract, Region, Role
from portal.core.units.roles import RoleSet
from portal.core.web.formatting import swedish_date

PEOPLE_ORDER = ("family_key", "given_key", "id")


def administered_regions(roles: RoleSet) -> QuerySet[Region]:
    return Region.objects.filter(pk__in=roles.regions_with(Role.ADMINISTRATOR)).order_by("name")


def people_of(region: Region) -> QuerySet[User]:
    """Everyone who has or has had an assignment in the region or at its units, and those who have none anywhere.

    ``family_key`` and ``given_key`` sort as Swedish does; a protected name gives no place away.
    """
    any_place = Assignment.objects.filter(user_id=OuterRef("pk"))
    here = any_place.filter(Q(region=region) | Q(unit__region=region))
    people = User.objects.filter(Exists(here) | ~Exists(any_place))
    return people.annotate(family_key=_sort_key("family_name"), given_key=_sort_key("given_name"))


def _sort_key(field: str) -> Case:
    hidden = When(protected_identity=True, then=Value("", output_field=TextField(db_collation="C")))
    return Case(hidden, default=SwedishOrder(field), output_field=TextField(db_collation="C"))


def people_found(people: QuerySet[User], text: str) -> QuerySet[User]:
    """By name, title or HSA-id. A protected name is not found by itself."""
    if not text:
        return people
    by_name = containing(text, "given_name", "family_name", "title") & Q(protected_identity=False)
    for word in text.split()[1:2]:
        first = text.split()[0]
        by_name |= (
            containing(first, "given_name") & containing(word, "family_name") & Q(protected_identity=False)
        )
    return people.filter(by_name | containing(text, "hsa_id"))


def assignments_in(region: Region, user: User) -> list[Assignment]:
    """The person's assignments in the region, latest first."""
    rows = Assignment.objects.filter(Q(region=region) | Q(unit__region=region), user=user)
    return list(rows.select_related("unit", "region", "decided_by").order_by("-valid_from", "-pk"))


def roles_by_person(people: list[User], region: Region, on: date) -> dict[int, list[str]]:
    """What each person is in the region on the day: "Verksamhetschef, Norrviks hälsocentral". One query."""
    rows = (
        Assignment.objects.filter(Q(region=region) | Q(unit__region=region), user__in=people)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        .select_related("unit")
        .order_by("valid_from", "pk")
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        place = f", {row.unit.name}" if row.unit else ""
        later = f" från {swedish_date(row.valid_from, 'long', today=on)}" if row.valid_from > on else ""
        found.setdefault(row.user_id, []).append(f"{row.get_role_display()}{place}{later}")
    return found


def unit_called(region: Region, text: str) -> CareUnit | None:
    """The region's unit with the HSA-id, or with exactly the name if only one has it."""
    units = CareUnit.objects.filter(region=region)
    found = units.filter(hsa_id=text.upper()).first()
    named = list(units.filter(name__iexact=text)[:2]) if found is None else []
    return found or (named[0] if len(named) == 1 else None)


def contracts_of(units: list[CareUnit]) -> dict[int, list[Contract]]:
    """Every contract of the units, latest first. One query."""
    rows = Contract.objects.filter(unit__in=units).select_related("programme").order_by("-valid_from", "-pk")
    found: dict[int, list[Contract]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row)
    return found
