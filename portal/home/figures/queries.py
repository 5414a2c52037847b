"""Figures now and before, and what reported ones would do to the caps."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from entitlements.queries import appendix_in_force, rules_of
from entitlements.rules.limits import base_item, item_entitlement
from entitlements.rules.types import Appendix, Facts, ItemEntitlement
from inventory.incidents.lent import own_on
from inventory.models import Asset
from orders.models import Order, OrderLine
from portal.core.fields import valid_on
from portal.core.units.models import CareUnit, FiguresConfirmation, UnitFigures

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class UnitHistory:
    """Every report of a unit, latest first, and when the figures that hold were last confirmed."""

    rows: list[UnitFigures]
    confirmation: FiguresConfirmation | None
    on: date

    @property
    def current(self) -> UnitFigures | None:
        verified = [row for row in self.rows if row.state == UnitFigures.State.VERIFIED]
        held = [row for row in verified if row.valid_from <= self.on]
        return next((row for row in held if row.valid_to is None or row.valid_to >= self.on), None)

    @property
    def waiting(self) -> UnitFigures | None:
        return next((row for row in self.rows if row.state == UnitFigures.State.REPORTED), None)

    @property
    def rejected(self) -> UnitFigures | None:
        """The latest report, when it was turned down and no later one has come."""
        latest = max(self.rows, key=lambda row: row.reported_at, default=None)
        return latest if latest and latest.state == UnitFigures.State.REJECTED else None


def history_of(unit: CareUnit, on: date) -> UnitHistory:
    """Two queries. A branch has its main unit's figures."""
    rows = UnitFigures.objects.filter(unit_id=unit.main_unit_id).select_related("reported_by", "decided_by")
    confirmations = FiguresConfirmation.objects.filter(
        Q(valid_on(on, "figures__")), figures__unit_id=unit.main_unit_id
    )
    return UnitHistory(
        rows=list(rows.order_by("-valid_from", "-pk")[:MOST_SHOWN]),
        confirmation=confirmations.select_related("confirmed_by").order_by("-confirmed_at").first(),
        on=on,
    )


@dataclass(frozen=True, slots=True)
class Report:
    """A report that waits, the figures it would replace, and the base package right before and after."""

    figures: UnitFigures
    current: UnitFigures | None
    before: ItemEntitlement | None
    after: ItemEntitlement | None

    @property
    def over(self) -> int:
        """By how many base packages the unit would exceed its cap."""
        return self.after.over if self.after else 0


def waiting_reports(region_ids: Collection[int], on: date) -> list[Report]:
    """The reports that wait, oldest first. Five queries and two for each region, however many they are."""
    rows = list(
        UnitFigures.objects.filter(state=UnitFigures.State.REPORTED, unit__region_id__in=region_ids)
        .select_related("unit__municipality", "reported_by")
        .order_by("reported_at", "pk")[:MOST_SHOWN]
    )
    rules = {region_id: _rules(region_id, on) for region_id in {row.unit.region_id for row in rows}}
    units = [row.unit_id for row in rows]
    contracts = {one.pk: one for one in CareUnit.objects.filter(pk__in=units).with_contract(on)}
    current = {
        one.unit_id: one
        for one in UnitFigures.objects.filter(
            valid_on(on), unit_id__in=units, state=UnitFigures.State.VERIFIED
        )
    }
    codes = {base.code for appendix in rules.values() if (base := base_item(appendix))}
    held, coming = _held(units, codes, on), _coming(units, codes)
    return [
        _report(
            row, current.get(row.unit_id), contracts[row.unit_id], rules[row.unit.region_id], held, coming
        )
        for row in rows
    ]


def _rules(region_id: int, on: date) -> Appendix:
    return rules_of(appendix_in_force(region_id, on).pk)


def _report(
    figures: UnitFigures,
    current: UnitFigures | None,
    unit: CareUnit,
    appendix: Appendix,
    held: Mapping[tuple[int, str], int],
    coming: Mapping[tuple[int, str], int],
) -> Report:
    base = base_item(appendix)
    if base is None:
        return Report(figures, current, None, None)
    key = (figures.unit_id, base.code)
    counts = ({base.code: held.get(key, 0)}, {base.code: coming.get(key, 0)})
    now, then = (
        Facts(
            unit=unit.hsa_id,
            unit_name=unit.name,
            on=figures.valid_from,
            municipality_code=figures.unit.municipality_id,
            municipality=figures.unit.municipality.name,
            programme=unit.programme_code,
            programme_name=unit.programme_name or "",
            has_contract=unit.programme_code is not None,
            care_staff=one.care_staff if one else None,
            listed_patients=one.listed_patients if one else None,
            in_use=counts[0],
            on_the_way=counts[1],
        )
        for one in (current, figures)
    )
    before = item_entitlement(base, now, appendix) if current else None
    return Report(figures, current, before, item_entitlement(base, then, appendix))


def _held(units: Sequence[int], codes: Collection[str], on: date) -> dict[tuple[int, str], int]:
    rows = Asset.objects.filter(_of(units) & own_on(on), item_code__in=codes).held_on(on)
    rows = rows.values(main=Coalesce("unit__parent_id", "unit_id"), code=F("item_code"))
    return {(row["main"], row["code"]): row["pieces"] for row in rows.annotate(pieces=Count("pk")).order_by()}


def _coming(units: Sequence[int], codes: Collection[str]) -> dict[tuple[int, str], int]:
    rows = OrderLine.objects.filter(
        _of(units, "order__unit"), item_code__in=codes, order__state__in=Order.IN_PROGRESS
    )
    rows = rows.values(main=Coalesce("order__unit__parent_id", "order__unit_id"), code=F("item_code"))
    rows = rows.annotate(pieces=Sum(Coalesce("granted", "quantity") - F("delivered")))
    return {(row["main"], row["code"]): row["pieces"] for row in rows.order_by()}


def _of(units: Sequence[int], path: str = "unit") -> Q:
    return Q(**{f"{path}_id__in": units}) | Q(**{f"{path}__parent_id__in": units})
