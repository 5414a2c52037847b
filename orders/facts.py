"""How a unit stands on a day, gathered for the rules: figures, contract, what is in use and what is on the way."""

from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from entitlements.rules.types import Appendix, Facts
from inventory.incidents.lent import own_on
from inventory.queries.held import held_by_item
from orders.models import DeliveredPiece, Order, OrderLine
from portal.core import clock
from portal.core.units.models import CareUnit
from portal.core.units.queries import contract_on, figures_on


def facts_of(
    unit: CareUnit,
    on: date,
    *,
    appendix: Appendix,
    without: Order | None = None,
    staff: int | None = None,
    listed: int | None = None,
) -> Facts:
    """The facts of a day, past or present. Four queries, whatever the unit has.

    ``without`` leaves one order out of what is on the way: the one that is being assessed. ``staff`` and
    ``listed`` take the place of the verified figures, for "tänk om".
    """
    unit_ids = sharing_unit(unit, appendix)
    contract = contract_on(unit, on)
    figures = figures_on(unit, on)
    hypothetical = staff is not None or listed is not None
    return Facts(
        unit=unit.hsa_id,
        unit_name=unit.name,
        on=on,
        municipality_code=unit.municipality_id,
        municipality=unit.municipality.name,
        programme=contract.programme.code if contract else None,
        programme_name=contract.programme.name if contract else "",
        has_contract=contract is not None,
        care_staff=figures.care_staff if staff is None and figures else staff,
        listed_patients=figures.listed_patients if listed is None and figures else listed,
        figures_valid_from=figures.valid_from if figures and not hypothetical else None,
        in_use=held_by_item(unit_ids & own_on(on), on),
        on_the_way=_on_the_way(unit_ids, on, without),
        hypothetical=hypothetical,
    )


def sharing_unit(unit: CareUnit, appendix: Appendix) -> Q:
    """Which units' equipment counts together with this unit's: its branches too, unless the terms say otherwise."""
    if not appendix.terms.branches_share_caps:
        return Q(unit_id=unit.pk)
    return Q(unit__in=CareUnit.objects.with_branches(unit.main_unit_id).values("pk"))


def _on_the_way(unit_ids: Q, on: date, without: Order | None) -> dict[str, int]:
    lines = OrderLine.objects.counting(on).filter(order__in=Order.objects.filter(unit_ids).values("pk"))
    if without is not None and without.pk:
        lines = lines.exclude(order_id=without.pk)
    return _outstanding_now(lines) if on >= clock.today() else _outstanding_then(lines, on)


def _outstanding_now(lines) -> dict[str, int]:
    rows = (
        lines.filter(order__state__in=Order.IN_PROGRESS)
        .values("item_code")
        .annotate(waiting=Sum(Coalesce("granted", "quantity") - F("delivered")))
        .filter(waiting__gt=0)
    )
    return {row["item_code"]: row["waiting"] for row in rows.order_by("item_code")}


def _outstanding_then(lines, on: date) -> dict[str, int]:
    """What was on the way when the day ended, read from the orders' times and the deliveries made until then."""
    end = datetime.combine(on + timedelta(days=1), time.min, tzinfo=clock.STOCKHOLM)
    open_then = Q(order__submitted_at__lt=end)
    for act in ("refused", "withdrawn", "returned"):
        over = f"order__{act}_at"
        open_then &= Q(**{f"{over}__isnull": True}) | Q(**{f"{over}__gte": end})
    rows = list(lines.filter(open_then).values("pk", "item_code", "quantity", "granted", "order__checked_at"))
    delivered = dict(
        DeliveredPiece.objects.filter(
            line__in=[row["pk"] for row in rows],
            delivery__delivered_at__lt=end,
            receipt__in=("", DeliveredPiece.Receipt.RECEIVED),
        )
        .values_list("line")
        .annotate(pieces=Count("pk"))
        .order_by("line")
    )
    waiting: dict[str, int] = {}
    for row in rows:
        decided = row["order__checked_at"] is not None and row["order__checked_at"] < end
        left = (row["granted"] if decided else row["quantity"]) - delivered.get(row["pk"], 0)
        if left > 0:
            waiting[row["item_code"]] = waiting.get(row["item_code"], 0) + left
    return waiting
