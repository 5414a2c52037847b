"""How many units stand at once, against their caps. The rules are asked for each; the database once for all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from entitlements.models import AppendixVersion
from entitlements.queries import rules_of
from entitlements.rules.limits import entitlement
from entitlements.rules.types import Appendix, Facts
from inventory.queries import held_by_unit
from orders.models import Order, OrderLine
from portal.core.fields import valid_on
from portal.core.units.models import CareUnit, Contract, UnitFigures

Counts = dict[int, dict[str, int]]  # by unit, by item code


def units_over(units: Sequence[CareUnit], on: date) -> dict[int, str]:
    """Which units have more than their caps let them, and of what: "3 grundpaket, 1 etikettskrivare". A branch is
    as its main unit. Six queries, whatever the units. The units' municipality is to be read already."""
    regions = {unit.region_id for unit in units}
    versions = AppendixVersion.objects.filter(
        valid_on(on), region_id__in=regions, published_at__isnull=False
    ).values_list("region_id", "pk")
    appendices = {region: rules_of(version) for region, version in versions}
    facts = _facts(units, on, appendices)
    found = {}
    for unit in units:
        appendix = appendices.get(unit.region_id)
        phrase = _over(facts[_counted_as(unit, appendix)], appendix) if appendix else ""
        if phrase:
            found[unit.pk] = phrase
    return found


def _over(facts: Facts, appendix: Appendix) -> str:
    parts = []
    for right in entitlement(facts, appendix):
        if right.over:
            item = appendix.items[right.code]
            parts.append(f"{right.over} {item.name if right.over == 1 else item.plural or item.name}")
    return ", ".join(parts)


def _counted_as(unit: CareUnit, appendix: Appendix | None) -> int:
    """Whose caps the unit's pieces count against."""
    return unit.main_unit_id if appendix is None or appendix.terms.branches_share_caps else unit.pk


def _facts(units: Sequence[CareUnit], on: date, appendices: dict[int, Appendix]) -> dict[int, Facts]:
    mains = {unit.main_unit_id for unit in units}
    family = dict(
        CareUnit.objects.filter(Q(pk__in=mains) | Q(parent_id__in=mains)).values_list("pk", "parent_id")
    )
    figures = {
        row.unit_id: row
        for row in UnitFigures.objects.filter(
            valid_on(on), unit_id__in=mains, state=UnitFigures.State.VERIFIED
        )
    }
    contracts = {
        row.unit_id: row
        for row in Contract.objects.filter(valid_on(on), unit_id__in=mains).select_related("programme")
    }
    held, coming = held_by_unit(family, on), _on_the_way(family)
    found = {}
    for unit in units:
        appendix = appendices.get(unit.region_id)
        key = _counted_as(unit, appendix)
        if key in found:
            continue
        members = (
            [pk for pk, parent in family.items() if key in (pk, parent)]
            if key == unit.main_unit_id
            else [key]
        )
        contract, row = contracts.get(unit.main_unit_id), figures.get(unit.main_unit_id)
        found[key] = Facts(
            unit=unit.hsa_id,
            unit_name=unit.name,
            on=on,
            municipality_code=unit.municipality_id,
            municipality=unit.municipality.name,
            programme=contract.programme.code if contract else None,
            programme_name=contract.programme.name if contract else "",
            has_contract=contract is not None,
            care_staff=row.care_staff if row else None,
            listed_patients=row.listed_patients if row else None,
            in_use=_summed(held, members),
            on_the_way=_summed(coming, members),
        )
    return found


def _on_the_way(unit_ids: Iterable[int]) -> Counts:
    rows = (
        OrderLine.objects.filter(order__unit_id__in=list(unit_ids), order__state__in=Order.IN_PROGRESS)
        .values("order__unit_id", "item_code")
        .annotate(waiting=Sum(Coalesce("granted", "quantity") - F("delivered")))
        .filter(waiting__gt=0)
        .order_by()
    )
    found: Counts = defaultdict(dict)
    for row in rows:
        found[row["order__unit_id"]][row["item_code"]] = row["waiting"]
    return found


def _summed(counts: Counts, unit_ids: Iterable[int]) -> dict[str, int]:
    total: dict[str, int] = defaultdict(int)
    for unit_id in unit_ids:
        for item, pieces in counts.get(unit_id, {}).items():
            total[item] += pieces
    return dict(total)
