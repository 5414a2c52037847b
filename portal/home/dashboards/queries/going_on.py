"""What goes on in the region: open rounds, and what waits to be decided or handed back. Two queries in all."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, CharField, Count, F, QuerySet, Sum, Value, When

from inventory.incidents.models import Incident
from inventory.returns.models import ReturnCase
from inventory.rounds.models import InventoryRound, RoundUnit
from orders.models import DeliveredPiece, Order
from portal.home.dashboards.scope import Scope

INCIDENT, RETURN, DELIVERY = "incident", "return", "delivery"
LATE, IN_TIME = "LATE", "IN_TIME"
_DONE = (RoundUnit.State.SIGNED, RoundUnit.State.REVIEWED)


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """An open round among the units that count. ``undecided``: deviations in signed answers that wait for a decision."""

    number: str
    title: str
    answer_by: date
    states: dict[str, int] = field(default_factory=dict)
    undecided: int = 0

    @property
    def units(self) -> int:
        return sum(self.states.values())

    @property
    def done(self) -> int:
        return sum(self.states.get(state, 0) for state in _DONE)


def open_rounds(scope: Scope) -> list[RoundProgress]:
    """By the last day to answer. One query."""
    rows = (
        RoundUnit.objects.filter(
            round__region=scope.region, round__state=InventoryRound.State.OPEN, unit__in=scope.units
        )
        .values("round__number", "round__title", "round__answer_by", "state")
        .annotate(count=Count("pk"), left=Sum("undecided"))
        .order_by("round__answer_by", "round__number")
    )
    found: dict[str, RoundProgress] = {}
    for row in rows:
        number = row["round__number"]
        before = found.get(number) or RoundProgress(number, row["round__title"], row["round__answer_by"])
        waits = row["left"] if row["state"] == RoundUnit.State.SIGNED else 0
        found[number] = RoundProgress(
            number,
            before.title,
            before.answer_by,
            before.states | {row["state"]: row["count"]},
            before.undecided + waits,
        )
    return list(found.values())


def waiting_in(scope: Scope) -> dict[tuple[str, str], int]:
    """How many open incidents by state, orders with a deviation in the delivery, and open returns in time or late, by
    kind and state. One query."""
    late = Case(When(due_on__lt=scope.on, then=Value(LATE)), default=Value(IN_TIME), output_field=CharField())
    bad = DeliveredPiece.objects.exclude(receipt__in=("", DeliveredPiece.Receipt.RECEIVED))
    again = Order.objects.filter(state=Order.State.IN_DELIVERY, pk__in=bad.values("line__order_id"))
    rows = _counted(INCIDENT, Incident.objects.open().filter(unit__in=scope.units), F("state")).union(
        _counted(RETURN, ReturnCase.objects.open().filter(unit__in=scope.units), late),
        _counted(DELIVERY, again.filter(unit__in=scope.units), Value("", output_field=CharField())),
        all=True,
    )
    return {(what, state): count for what, state, count in rows}


def _counted(what: str, rows: QuerySet, state: object) -> QuerySet:
    told = rows.order_by().annotate(what=Value(what, output_field=CharField()), standing=state)
    return (
        told.values("what", "standing").annotate(count=Count("pk")).values_list("what", "standing", "count")
    )
