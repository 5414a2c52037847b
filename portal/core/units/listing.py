"""The list of units: what each row tells, read for a whole page at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from portal.core.fields import valid_on
from portal.core.people.models import User
from portal.core.search import containing
from portal.core.units.models import Assignment, CareUnit, Role, UnitFigures
from portal.core.units.roles import RoleSet
from portal.core.units.standing import over_of


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with its head, its verified figures and what it is over its caps with. Branches have their main
    unit's."""

    unit: CareUnit
    head: User | None
    figures: UnitFigures | None
    over: str

    @property
    def over_label(self) -> str:
        return f"{self.over} över taket"


def units_seen(roles: RoleSet, regions: frozenset[int]) -> QuerySet[CareUnit]:
    """The units of the regions, as far as the person sees them."""
    return CareUnit.objects.visible_to(roles).filter(region_id__in=regions)


def narrowed(
    units: QuerySet[CareUnit], on: date, *, text: str = "", municipality: str = "", programme: str = ""
) -> QuerySet[CareUnit]:
    """The units that the filters ask for, with their contract."""
    units = units.with_contract(on).select_related("municipality", "parent")
    if text:
        units = units.filter(containing(text, "name", "hsa_id"))
    if municipality:
        units = units.filter(municipality_id=municipality)
    return units.filter(programme_code=programme) if programme else units


def over_a_cap(units: QuerySet[CareUnit], on: date) -> QuerySet[CareUnit]:
    """Those that have more than their caps let them. Every unit is asked about."""
    return units.filter(pk__in=over_of(list(units), on))


def rows_of(units: Sequence[CareUnit], on: date) -> list[UnitRow]:
    """As many queries for one unit as for fifty."""
    ids = {unit.pk for unit in units} | {unit.main_unit_id for unit in units}
    heads = _heads(ids, on)
    figures = {
        row.unit_id: row
        for row in UnitFigures.objects.filter(valid_on(on), unit_id__in=ids, state=UnitFigures.State.VERIFIED)
    }
    over = over_of(units, on)
    return [
        UnitRow(
            unit=unit,
            head=heads.get(unit.pk) or heads.get(unit.main_unit_id),
            figures=figures.get(unit.main_unit_id),
            over=over.get(unit.pk, ""),
        )
        for unit in units
    ]


def _heads(unit_ids: set[int], on: date) -> dict[int, User]:
    rows = Assignment.objects.filter(Q(unit_id__in=unit_ids) & valid_on(on), role=Role.HEAD_OF_UNIT)
    return {row.unit_id: row.user for row in rows.select_related("user") if row.unit_id}
