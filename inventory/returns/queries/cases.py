"""Reading returns: the lists, one case as its page shows it, and what waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from inventory.returns.models import Handover, PickUp, ReturnCase, ReturnItem
from portal.core.search import containing
from portal.core.units.models import CareUnit
from portal.core.units.roles import RoleSet

ORDER = ("-id",)
LONGEST_SEARCH = 100
OPEN, OVERDUE, OVER, EVERY = "", "forsenade", "avslutade", "alla"
_State = ReturnItem.State
_UNERASED = Q(items__state=_State.HANDED_OVER, items__erased_at=None, items__asset__kind="BASE_PACKAGE",
              items__asset__part_of=None)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Progress:
    """How many pieces a case holds, how many are handed over, decided, left, of those said to be missing, and how many
    computers wait to be erased."""

    total: int = 0
    handed_over: int = 0
    residual: int = 0
    left: int = 0
    missing: int = 0
    unerased: int = 0

    @property
    def done(self) -> int:
        return self.handed_over + self.residual


def list_cases(roles: RoleSet, *, standing: str, reason: str, text: str, on: date) -> QuerySet[ReturnCase]:
    """The cases that the person sees and asks for. ``standing`` is one of OPEN, OVERDUE, OVER and EVERY."""
    cases = ReturnCase.objects.visible_to(roles).select_related("unit")
    if standing in (OPEN, OVERDUE):
        cases = cases.open()
    if standing == OVERDUE:
        cases = cases.filter(due_on__lt=on)
    if standing == OVER:
        cases = cases.exclude(state=ReturnCase.State.OPEN)
    if reason:
        cases = cases.filter(reason=reason)
    for word in text[:LONGEST_SEARCH].split():
        units = CareUnit.objects.filter(name__containing=word).values("pk")
        cases = cases.filter(containing(word, "number") | Q(unit__in=units))
    return cases


def progress_of(cases: Iterable[ReturnCase]) -> dict[int, Progress]:
    """How far each case has come, by key. One query."""
    rows = ReturnCase.objects.filter(pk__in=[case.pk for case in cases]).order_by()
    counted = rows.annotate(
        total=Count("items"),
        handed_over=Count("items", filter=Q(items__state=_State.HANDED_OVER)),
        residual=Count("items", filter=Q(items__state=_State.RESIDUAL)),
        left=Count("items", filter=Q(items__state=_State.LISTED)),
        missing=Count("items", filter=Q(items__state=_State.LISTED, items__condition="MISSING")),
        unerased=Count("items", filter=_UNERASED),
    )
    names = ("total", "handed_over", "residual", "left", "missing", "unerased")
    return {row["pk"]: Progress(*(row[name] for name in names)) for row in counted.values("pk", *names)}


def left_items(case: ReturnCase) -> QuerySet[ReturnItem]:
    """What is still to go back and in no handover, what is said to be missing first."""
    left = case.items.filter(state=_State.LISTED, handover__isnull=True).select_related("asset")
    return left.order_by("condition", "asset__asset_number")


def unerased_items(case: ReturnCase) -> QuerySet[ReturnItem]:
    """Computers that the region has and whose data nobody has said are gone."""
    waiting = case.items.filter(
        state=_State.HANDED_OVER, erased_at=None, asset__kind="BASE_PACKAGE", asset__part_of=None
    )
    return waiting.select_related("asset").order_by("asset__asset_number")


def waiting_cases(cases: QuerySet[ReturnCase]) -> QuerySet[ReturnCase]:
    """Open cases by their last day, each with how much is left (``left``, ``unerased``) and whether a handover waits for
    the signature of the unit (``unit_signs``) or of the region (``region_signs``)."""
    handovers = Handover.objects.filter(case=OuterRef("pk"))
    return (
        cases.open()
        .select_related("unit")
        .annotate(
            left=Count("items", filter=Q(items__state=_State.LISTED)),
            unerased=Count("items", filter=_UNERASED),
            unit_signs=Exists(handovers.filter(given_at__isnull=True, received_at__isnull=False)),
            region_signs=Exists(handovers.filter(given_at__isnull=False, received_at__isnull=True)),
        )
        .order_by("due_on", "pk")
    )


def coming_pickups(cases: Iterable[ReturnCase], on: date) -> dict[int, PickUp]:
    """The next booked time of each case, by the case's key. One query."""
    rows = PickUp.objects.filter(case__in=[case.pk for case in cases], cancelled_at=None, day__gte=on)
    found: dict[int, PickUp] = {}
    for pickup in rows.order_by("day", "window_start", "pk"):
        found.setdefault(pickup.case_id, pickup)
    return found
