"""The region's queues: what waits for check, for attest and for delivery, and how long it has waited.

Each queue holds the orders of the regions where the person has the role, not of all units that he may see.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from orders.models import DeliveredPiece, Order, OrderLine
from portal.core.clock import local_date, workdays_between
from portal.core.fields import valid_on
from portal.core.search import containing
from portal.core.units.models import Contract, Role
from portal.core.units.roles import RoleSet

NO_DATE = date(9999, 12, 31)


def check_queue(roles: RoleSet) -> QuerySet[Order]:
    """Orders that wait for the coordinator."""
    return orders_for(roles, Role.COORDINATOR).filter(state=Order.State.SUBMITTED)


def attest_queue(roles: RoleSet) -> QuerySet[Order]:
    """Orders that wait for the ordering manager or his substitute."""
    return orders_for(roles, Role.ORDERING_MANAGER).filter(state=Order.State.CHECKED)


def pick_list(roles: RoleSet) -> QuerySet[Order]:
    """Orders with something left to deliver. ``due`` sorts those without a wanted day last."""
    return (
        orders_for(roles, Role.IT_DELIVERY)
        .filter(state__in=(Order.State.ATTESTED, Order.State.IN_DELIVERY))
        .annotate(due=Coalesce("needed_by", NO_DATE), deviates=_deviates())
    )


def orders_for(roles: RoleSet, role: str) -> QuerySet[Order]:
    """Every order, drafts aside, of the regions where the person has the role; a substitute has the manager's."""
    return (
        Order.objects.visible_to(roles)
        .filter(unit__region_id__in=regions_of(roles, role))
        .exclude(state=Order.State.DRAFT)
        .select_related("unit", "unit__municipality")
    )


def regions_of(roles: RoleSet, role: str) -> frozenset[int]:
    """The regions where the person has the role, by key; a substitute has the manager's."""
    regions = roles.regions_with(role)
    if role == Role.ORDERING_MANAGER:
        regions = regions | {one.region_id for one in roles.substitutions}
    return regions


def with_pieces_to_review(queue: QuerySet[Order]) -> QuerySet[Order]:
    """Annotate ``to_review``: how many pieces stand on lines that the rules leave to a decision."""
    lines = (
        OrderLine.objects.filter(order_id=OuterRef("pk"), outcome="NEEDS_REVIEW")
        .order_by()
        .values("order_id")
        .annotate(pieces=Sum("quantity"))
        .values("pieces")
    )
    return queue.annotate(to_review=Coalesce(Subquery(lines, output_field=IntegerField()), 0))


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the filters ask for. Empty: everything."""

    text: str = ""
    outcome: str = ""
    municipality: str = ""
    programme: str = ""
    work: str = ""  # of the pick list: "new", "part" or "again"
    among: Collection[int] | None = None  # orders by key


def narrowed(queue: QuerySet[Order], wishes: Wishes, on: date) -> QuerySet[Order]:
    """The orders of a queue that the filters ask for."""
    if wishes.text:
        queue = queue.filter(containing(wishes.text, "number", "summary", "unit__name"))
    if wishes.outcome:
        queue = queue.filter(outcome=wishes.outcome)
    if wishes.among is not None:
        queue = queue.filter(pk__in=wishes.among)
    if wishes.municipality:
        queue = queue.filter(unit__municipality_id=wishes.municipality)
    if wishes.programme:
        queue = queue.filter(_in_programme(wishes.programme, on))
    return queue.filter(_WORK[wishes.work]) if wishes.work else queue


_WORK = {
    "new": Q(state="ATTESTED"),
    "part": Q(state="IN_DELIVERY", deviates=False),
    "again": Q(state="IN_DELIVERY", deviates=True),
}


def _in_programme(code: str, on: date) -> Exists:
    contracts = Contract.objects.filter(valid_on(on), programme__code=code)
    own = Q(unit_id=OuterRef("unit_id")) | Q(unit_id=OuterRef("unit__parent_id"))
    return Exists(contracts.filter(own))


def _deviates() -> Exists:
    """Something delivered was not as it should, and the line still lacks pieces."""
    pieces = DeliveredPiece.objects.filter(
        line__order_id=OuterRef("pk"), line__delivered__lt=F("line__granted")
    )
    return Exists(pieces.exclude(receipt__in=("", DeliveredPiece.Receipt.RECEIVED)))


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """What waits in a queue, and how many workdays the oldest has."""

    waiting: int
    within: int
    to_review: int
    outside: int
    oldest: int


def counts_of(queue: QuerySet[Order], at: datetime) -> QueueCounts:
    """The numbers on top of a queue. One query."""
    found = queue.order_by().aggregate(
        waiting=Count("pk"),
        within=Count("pk", filter=Q(outcome="ALLOWED")),
        to_review=Count("pk", filter=Q(outcome="NEEDS_REVIEW")),
        outside=Count("pk", filter=Q(outcome="REFUSED")),
        since=Min("state_since"),
    )
    since = found.pop("since")
    return QueueCounts(**found, oldest=waited(since, at) if since else 0)


def waited(since: datetime, at: datetime) -> int:
    """Swedish workdays that something has waited."""
    return workdays_between(local_date(since), local_date(at))
