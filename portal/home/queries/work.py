"""What waits in a region, for each role there. Read once per request; the menu and the start page share it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Min, Q, QuerySet, Value
from django.http import HttpRequest

from entitlements.rules.types import Outcome
from orders.models import Order, SamverkanMatter
from portal.core.units.models import Role, UnitFigures
from portal.core.units.roles import RoleSet

S = Order.State
_WAITING = (S.SUBMITTED, S.CHECKED, S.ATTESTED, S.IN_DELIVERY)
_FIGURES, _MATTERS = "figures", "matters"


@dataclass(frozen=True, slots=True)
class Queue:
    """How many wait and since when the oldest has; ``within_rules`` of them need no decision of their own."""

    count: int = 0
    oldest: datetime | None = None
    within_rules: int = 0


@dataclass(frozen=True, slots=True)
class RegionWork:
    to_check: Queue = Queue()
    to_attest: Queue = Queue()
    to_deliver: Queue = Queue()
    to_deliver_rest: Queue = Queue()
    figures: Queue = Queue()
    matters: Queue = Queue()


def work_of(request: HttpRequest) -> RegionWork:
    """The person's queues in the regions that he works for; none for others. At most two queries."""
    if not hasattr(request, "_region_work"):
        request._region_work = _read(request.roles)  # type: ignore[attr-defined]
    return request._region_work  # type: ignore[attr-defined]


def _read(roles: RoleSet) -> RegionWork:
    check, deliver = roles.regions.get(Role.COORDINATOR), roles.regions.get(Role.IT_DELIVERY)
    answer = (check or frozenset()) | roles.regions.get(Role.IT_COORDINATOR, frozenset())
    rows = _rows((check or frozenset()) | (deliver or frozenset()), check or frozenset(), answer)

    def queue(what: str, regions: frozenset[int] | None) -> Queue:
        return _queue(row for row in rows if row["what"] == what and row["region"] in (regions or ()))

    return RegionWork(
        to_check=queue(S.SUBMITTED, check),
        to_attest=_to_attest(roles),
        to_deliver=queue(S.ATTESTED, deliver),
        to_deliver_rest=queue(S.IN_DELIVERY, deliver),
        figures=queue(_FIGURES, check),
        matters=queue(_MATTERS, answer),
    )


def _rows(handle: frozenset[int], verify: frozenset[int], answer: frozenset[int]) -> list[dict]:
    """Orders by state, reported figures and open matters, counted by region in one query."""
    region = F("unit__region_id")
    orders = Order.objects.filter(state__in=_WAITING, unit__region_id__in=handle)
    matters = SamverkanMatter.objects.filter(state=SamverkanMatter.State.OPEN, unit__region_id__in=answer)
    figures = UnitFigures.objects.filter(state=UnitFigures.State.REPORTED, unit__region_id__in=verify)
    parts = []
    if handle:
        parts.append(
            _counted(orders.values(region=region, what=F("state"), result=F("outcome")), "state_since")
        )
    if answer:
        named = {"region": region, "what": Value(_MATTERS), "result": Value("")}
        parts.append(_counted(matters.values(**named), "raised_at"))
    if verify:
        named = {"region": region, "what": Value(_FIGURES), "result": Value("")}
        parts.append(_counted(figures.values(**named), "reported_at"))
    return list(parts[0].union(*parts[1:], all=True)) if parts else []


def _to_attest(roles: RoleSet) -> Queue:
    """What the person may attest himself: not what he ordered or checked, and as a substitute only within his
    limit and not what his principal ordered or checked."""
    own = roles.regions.get(Role.ORDERING_MANAGER, frozenset())
    may = Q(unit__region_id__in=own)
    for one in roles.substitutions:
        if one.region_id in own:
            continue
        within = Q(unit__region_id=one.region_id) & _neither(one.principal_id)
        may |= within & Q(pieces__lte=one.most_pieces) if one.most_pieces is not None else within
    if not own and not roles.substitutions:
        return Queue()
    rows = Order.objects.filter(may, _neither(roles.user_id), state=S.CHECKED)
    return _queue(_counted(rows.values(result=F("outcome")), "state_since"))


def _neither(user_id: int) -> Q:
    return ~Q(submitted_by_id=user_id) & ~Q(checked_by_id=user_id)


def _counted(rows: QuerySet, since: str) -> QuerySet:
    return rows.annotate(count=Count("pk"), oldest=Min(since)).order_by()


def _queue(rows: Iterable[dict]) -> Queue:
    rows = list(rows)
    return Queue(
        count=sum(row["count"] for row in rows),
        oldest=min((row["oldest"] for row in rows), default=None),
        within_rules=sum(row["count"] for row in rows if row["result"] == Outcome.ALLOWED),
    )
