"""How many units stand at once, against their caps. The rules are asked for each; the database once for all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from entitlements.models import AppendixVersion
from entitlements.queries import rules_of
from entitlements.rules.limits import entitlement
from entitlements.rules.types import Appendix, Facts
from inventory.incidents.lent import own_on
from inventory.queries.held import held_by_unit
from orders.models import Order, OrderLine
from portal.core.fields import valid_on
from portal.core.units.models import CareUnit, Contract, UnitFigures

Counts = dict[int, dict[str, int]]  # by unit, by item code


MOST_ORDERS = 200


def orders_over(queue: QuerySet[Order], on: date) -> dict[int, int]:
    """Which of a queue's orders ask for what their unit now has too much of, in use and on the way, with by how
    many pieces. The first 200 of the queue. Eight queries, whatever it holds."""
    orders = list(queue.select_related("unit__municipality").order_by("state_since", "pk")[:MOST_ORDERS])
    over = over_by_item(list({one.unit_id: one.unit for one in orders}.values()), on)
    if not over:
        return {}
    units = {one.pk: one.unit_id for one in orders if one.unit_id in over}
    lines = OrderLine.objects.filter(order_id__in=units).exclude(granted=0)
    found: dict[int, int] = {}
    for order_id, item in lines.values_list("order_id", "item_code").distinct():
        pieces = over[units[order_id]].get(item, (0, ""))[0]
        if pieces:
            found[order_id] = found.get(order_id, 0) + pieces
    return found


def units_over(units: Sequence[CareUnit], on: date) -> dict[int, str]:
    """Which units have more than their caps let them, and of what: "3 grundpaket, 1 etikettskrivare". A branch is
    as its main unit."""
    over = over_by_item(units, on)
    return {
        unit: ", ".join(f"{pieces} {name}" for pieces, name in items.values()) for unit, items in over.items()
    }


def over_by_item(units: Sequence[CareUnit], on: date) -> dict[int, dict[str, tuple[int, str]]]:
    """By unit and item code: how many too many, and the word that fits the number. Six queries, whatever the
    units. Their municipality is to be read already."""
    if not units:
        return {}
    regions = {unit.region_id for unit in units}
    versions = AppendixVersion.objects.filter(
        valid_on(on), region_id__in=regions, published_at__isnull=False
    ).values_list("region_id", "pk")
    appendices = {region: rules_of(version) for region, version in versions}
    facts = _facts(units, on, appendices)
    found = {}
    for unit in units:
        appendix = appendices.get(unit.region_id)
        items = _over(facts[_counted_as(unit, appendix)], appendix) if appendix else {}
        if items:
            found[unit.pk] = items
    return found


def _over(facts: Facts, appendix: Appendix) -> dict[str, tuple[int, str]]:
    found = {}
    for right in entitlement(facts, appendix):
        if right.over:
            item = appendix.items[right.code]
            found[right.code] = (right.over, item.name if right.over == 1 else item.plural or item.name)
    return found


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
    held, coming = held_by_unit(family, on, own_on(on)), _on_the_way(family, on)
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


def _on_the_way(unit_ids: Iterable[int], on: date) -> Counts:
    rows = (
        OrderLine.objects.counting(on)
        .filter(order__unit_id__in=list(unit_ids), order__state__in=Order.IN_PROGRESS)
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
