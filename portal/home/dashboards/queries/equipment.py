"""The region's equipment in numbers. Each function costs the same however much there is."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.db.models.functions import ExtractYear

from inventory.models import Asset
from portal.home.dashboards.scope import Scope

QUARTERS = 5
"""This quarter, what is left of it, and the next four: at least twelve months."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """From ``first`` to and with ``last``."""

    first: date
    last: date

    @property
    def label(self) -> str:
        return f"Kvartal {(self.first.month + 2) // 3} {self.first.year}"


@dataclass(frozen=True, slots=True)
class Equipment:
    """Whole pieces, parts left out. ``years``: those at hand by the year of delivery, with how many are past their
    planned replacement. ``due`` is the sum of those in each quarter."""

    years: dict[int, tuple[int, int]]
    states: dict[str, int]
    quarters: tuple[tuple[Quarter, int], ...]
    past: int
    undated: int

    @property
    def held(self) -> int:
        return sum(count for count, _ in self.years.values())


def quarters_from(day: date) -> tuple[Quarter, ...]:
    """The quarters to come, the first from the day on."""
    found: list[Quarter] = []
    first = day
    for _ in range(QUARTERS):
        months = first.year * 12 + (first.month - 1) // 3 * 3 + 3
        following = date(months // 12, months % 12 + 1, 1)
        found.append(Quarter(first, following - timedelta(days=1)))
        first = following
    return tuple(found)


def equipment_in(scope: Scope) -> Equipment:
    """One query. What stands in the region's store has neither municipality nor programme."""
    where = Q(unit__in=scope.units)
    if not scope.is_narrowed:
        where |= Q(store=scope.region)
    quarters = quarters_from(scope.on)
    spans = {
        f"due_{place}": Count("pk", filter=Q(replacement_due__range=(one.first, one.last)))
        for place, one in enumerate(quarters)
    }
    rows = list(
        Asset.objects.filter(where, part_of__isnull=True)
        .order_by()
        .values("state", year=ExtractYear("acquired_on"))
        .annotate(
            pieces=Count("pk"),
            past=Count("pk", filter=Q(replacement_due__lt=scope.on)),
            undated=Count("pk", filter=Q(replacement_due__isnull=True)),
            **spans,
        )
    )
    held = [row for row in rows if row["state"] in Asset.HELD]
    return Equipment(
        years={year: _of_year(held, year) for year in sorted({row["year"] for row in held})},
        states={
            state: sum(row["pieces"] for row in rows if row["state"] == state) for state in Asset.State.values
        },
        quarters=tuple((one, sum(row[f"due_{place}"] for row in held)) for place, one in enumerate(quarters)),
        past=sum(row["past"] for row in held),
        undated=sum(row["undated"] for row in held),
    )


def _of_year(held: list[dict], year: int) -> tuple[int, int]:
    rows = [row for row in held if row["year"] == year]
    return sum(row["pieces"] for row in rows), sum(row["past"] for row in rows)
