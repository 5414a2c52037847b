"""What stands on the sheet for the samverkan meeting: a unit's facts, rights and the last twelve months."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Q

from inventory.incidents.models import Incident
from inventory.models import Asset
from inventory.network.queries import deviations_at, unseen_at
from inventory.queries.services import services_of
from inventory.returns.models import ReturnCase
from inventory.rounds.models import RoundAsset, RoundUnit
from orders.models import DeliveredPiece, Order, SamverkanMatter
from portal.core.clock import STOCKHOLM
from portal.core.errors import Missing
from portal.core.units.models import CareUnit
from portal.home.entitlement import RightsView
from portal.home.queries.standing import Standing, rights_of, standing_of
from portal.home.queries.unit_page import assets_of
from portal.home.queries.unit_work import OPEN, of_unit
from portal.notices.models import NoticeUnit

YEAR = timedelta(days=365)
MOST_LISTED = 3
MOST_ITEMS = 6


def contents_of(unit: CareUnit, on: date) -> dict[str, Any]:
    """Everything that the sheet's template draws, main unit and branches together. Each list is cut so that the sheet
    keeps to one page, and tells how many more there are."""
    units = list(CareUnit.objects.with_branches(unit.pk).values_list("pk", flat=True))
    since = datetime.combine(on - YEAR, time(), STOCKHOLM)
    standing = standing_of(unit, on)
    rights, problem = _rights(unit, on, standing)
    return {
        "title": "Underlag för samverkan",
        "unit": unit,
        "region": unit.region,
        "on": on,
        "standing": standing,
        "rights": rights,
        "problem": problem,
        "assets": assets_of(unit)[:MOST_ITEMS],
        "past_due": Asset.objects.filter(
            of_unit(unit), part_of__isnull=True, state__in=Asset.HELD, replacement_due__lt=on
        ).count(),
        "orders": _orders(unit, since),
        "incidents": _incidents(units, since),
        "deliveries": _bad_deliveries(units, since),
        "round": _round(units),
        "unseen": _first(unseen_at(units, unit.region_id, on).order_by("since", "pk")),
        "unknown": deviations_at(units).count(),
        "services": ", ".join(one.title for one in services_of(unit, on)),
        "notices": _late_notices(units, since, on),
        "matters": _first(
            SamverkanMatter.objects.filter(unit__in=units, state=SamverkanMatter.State.OPEN).order_by("pk")
        ),
        "returns": list(ReturnCase.objects.open().filter(unit__in=units).order_by("pk")[:MOST_LISTED]),
    }


def _rights(unit: CareUnit, on: date, standing: Standing) -> tuple[RightsView | None, str]:
    try:
        return rights_of(unit, on, standing), ""
    except Missing as missing:
        return None, missing.message


def _first(rows: Any) -> dict[str, Any]:
    """The first few and how many more."""
    count = rows.count()
    return {"rows": list(rows[:MOST_LISTED]), "count": count, "more": max(0, count - MOST_LISTED)}


def _orders(unit: CareUnit, since: datetime) -> dict[str, Any]:
    sent = Order.objects.filter(of_unit(unit), submitted_at__gte=since)
    counts = sent.aggregate(
        sent=Count("pk"),
        closed=Count("pk", filter=Q(state=Order.State.CLOSED)),
        refused=Count("pk", filter=Q(state=Order.State.REFUSED)),
        withdrawn=Count("pk", filter=Q(state=Order.State.WITHDRAWN)),
    )
    return counts | {"open": _first(Order.objects.filter(of_unit(unit), state__in=OPEN).order_by("pk"))}


def _incidents(units: Iterable[int], since: datetime) -> dict[str, Any]:
    rows = Incident.objects.filter(unit__in=units)
    return {
        "year": rows.filter(reported_at__gte=since).exclude(state=Incident.State.WITHDRAWN).count(),
        "open": _first(rows.open().select_related("asset").order_by("pk")),
    }


def _bad_deliveries(units: Iterable[int], since: datetime) -> int:
    """Pieces that were missing, damaged or wrong when they came."""
    pieces = DeliveredPiece.objects.filter(delivery__order__unit__in=units, delivery__delivered_at__gte=since)
    return pieces.exclude(receipt__in=("", DeliveredPiece.Receipt.RECEIVED)).count()


def _round(units: Iterable[int]) -> dict[str, Any] | None:
    task = (
        RoundUnit.objects.filter(unit__in=units).select_related("round").order_by("-round_id", "pk").first()
    )
    if task is None:
        return None
    deviating = RoundAsset.objects.filter(round_unit=task).deviating()
    return {"task": task, "deviations": deviating.count() + task.finds.standing().count()}


def _late_notices(units: Iterable[int], since: datetime, on: date) -> dict[str, int]:
    """Notices to acknowledge that have come the last year: those acknowledged after the day, and those whose day is
    over without it."""
    asked = NoticeUnit.objects.filter(
        unit__in=units, notice__needs_acknowledgement=True, notice__published_at__gte=since
    )
    return asked.aggregate(
        asked=Count("pk"),
        late=Count("pk", filter=Q(acknowledged_at__date__gt=F("notice__acknowledge_before"))),
        missing=Count("pk", filter=Q(acknowledged_at__isnull=True, notice__acknowledge_before__lt=on)),
    )
