"""Whom to write to about rounds."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet

from inventory.rounds.models import InventoryRound, RoundUnit
from portal.core.fields import valid_on
from portal.core.units.models import Assignment, Role

ANSWERERS = (Role.HEAD_OF_UNIT, Role.IT_CONTACT)


def people_of_units(units: Iterable[int], on: date, roles: Collection[str] = ANSWERERS) -> list[int]:
    """The active people with the roles at the units on the day, by primary key. One query."""
    rows = Assignment.objects.filter(valid_on(on), role__in=roles, unit__in=list(units), user__is_active=True)
    return list(rows.order_by("user_id").values_list("user_id", flat=True).distinct())


def unit_keys(rows: QuerySet[RoundUnit]) -> set[int]:
    """The units of the rows with the main units of branches, whose people answer for them too. One query."""
    pairs = rows.values_list("unit_id", "unit__parent_id")
    return {key for pair in pairs for key in pair if key}


def own_waiting(inventory_round: InventoryRound, person_id: int, on: date) -> QuerySet[RoundUnit]:
    """The tasks of the round that wait at the units where the person is head or IT contact on the day."""
    own = Assignment.objects.filter(valid_on(on), user=person_id, role__in=ANSWERERS).values("unit")
    rows = RoundUnit.objects.waiting().filter(round=inventory_round)
    return rows.filter(unit__in=own) | rows.filter(unit__parent__in=own)
