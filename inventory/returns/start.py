"""What returns add to the start page: what the unit is to hand over, and what waits for the region."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from inventory.returns.access import RECEIVERS, may_decide, may_give, may_prove_erasure, may_vouch
from inventory.returns.models import HandSignature, PickUp, ReturnCase
from inventory.returns.queries.aftercare import come_back
from inventory.returns.queries.cases import coming_pickups, waiting_cases
from portal.core.clock import local_date
from portal.core.units.models import CareUnit, Role
from portal.core.web.formatting import plural
from portal.core.web.pages import own_units
from portal.core.web.start import StartParts, StartTask

MOST_SHOWN = 10
URGENT_WITHIN = timedelta(days=7)


def waits(request: HttpRequest, unit: CareUnit | None) -> Iterator[QuerySet]:
    """What tells whether there is anything."""
    if request.roles.has(Role.HEAD_OF_UNIT, Role.IT_CONTACT):
        yield ReturnCase.objects.open().filter(unit__in=own_units(request))
        yield _unanswered([one.pk for one in own_units(request)])
    yield come_back(_erasing(request))
    regions = _regions(request)
    if regions:
        yield ReturnCase.objects.open().filter(unit__region__in=regions)


def start(request: HttpRequest, unit: CareUnit | None) -> StartParts:
    """Three queries for a unit's person with something to return, two without; two for the region,
    three for IT delivery."""
    return StartParts(tasks=tuple(_of_unit(request)), region_tasks=tuple(_of_region(request)))


def _of_unit(request: HttpRequest) -> Iterator[StartTask]:
    if not request.roles.has(Role.HEAD_OF_UNIT, Role.IT_CONTACT):
        return
    own = [one.pk for one in own_units(request) if may_give(request.roles, one)]
    cases = list(waiting_cases(ReturnCase.objects.filter(unit__in=own))[:MOST_SHOWN])
    yield from _to_vouch(request, own)
    today, pickups = local_date(request.at), {}
    if cases:
        pickups = coming_pickups(cases, today)
    for case in cases:
        name = case.unit.name if len(own) > 1 else ""
        if case.unit_signs:
            yield _task(
                case,
                "Skriv under överlämning",
                name or "Regionen har skrivit under.",
                "Skriv under",
                "signature",
                urgent=True,
            )
        if case.pk in pickups:
            yield _pickup(case, pickups[case.pk], name)
        if case.left:
            text = f"{case.left} {plural(case.left, 'inventarie,inventarier')} kvar att lämna"
            text += f" från {name}." if name else "."
            yield _due(case, f"Lämna tillbaka utrustning, {case.number}", text, today)


def _to_vouch(request: HttpRequest, unit_ids: list[int]) -> Iterator[StartTask]:
    """Signatures on the region's phone that the person himself, or as head, is to confirm, whatever has become of the
    case."""
    for hand in _unanswered(unit_ids)[:MOST_SHOWN]:
        if may_vouch(request.roles, hand, request.user):
            handover = hand.handover
            url = reverse("returns:handover", args=[handover.case.number, handover.ordinal])
            text = f"{handover.giver} skrev under på plats, överlämning {handover.name}."
            yield StartTask("Stämmer underskriften?", text, url, "Svara", icon="signature", urgent=True)


def _unanswered(unit_ids: list[int]) -> QuerySet[HandSignature]:
    waiting = HandSignature.objects.filter(
        handover__case__unit__in=unit_ids, confirmed_at=None, objected_at=None
    )
    return waiting.select_related("handover__case__unit", "handover__given_by").order_by("taken_at", "pk")


def _of_region(request: HttpRequest) -> Iterator[StartTask]:
    regions = _regions(request)
    if not regions:
        return
    yield from _come_back(request)
    today = local_date(request.at)
    for case in waiting_cases(ReturnCase.objects.filter(unit__region__in=regions))[:MOST_SHOWN]:
        yield from _for_region(request, case, today)


def _come_back(request: HttpRequest) -> Iterator[StartTask]:
    """What IT delivery is to erase, store or dispose of."""
    regions = _erasing(request)
    count = come_back(regions).count() if regions else 0
    if count:
        pieces = plural(count, "återlämnad inventarie,återlämnade inventarier")
        text = "Intyga radering, ställ i lager eller kassera."
        yield StartTask(
            f"Ta hand om {count} {pieces}", text, reverse("returns:aftercare"), "Ta hand om", icon="warehouse"
        )


def _erasing(request: HttpRequest) -> frozenset[int]:
    return request.roles.regions_with(Role.IT_DELIVERY)


def _regions(request: HttpRequest) -> frozenset[int]:
    return request.roles.regions_with(*RECEIVERS)


def _for_region(request: HttpRequest, case: ReturnCase, today: date) -> Iterator[StartTask]:
    unit = case.unit.name
    if case.region_signs:
        title = f"Skriv under överlämning, {case.number}"
        yield _task(case, title, f"{unit} har skrivit under.", "Skriv under", "signature", urgent=True)
    if case.unerased and may_prove_erasure(request.roles, case.unit.region_id):
        title = f"Intyga radering av {case.unerased} {plural(case.unerased, 'dator,datorer')}"
        yield _task(case, title, f"{case.number}, {unit}.", "Intyga", "shield-check")
    if not may_decide(request.roles, case.unit):
        return
    if case.left and case.due_on < today:
        yield _due(
            case, f"Följ upp återlämning {case.number}", f"{unit} har {case.left} kvar att lämna.", today
        )
    elif not case.left and not case.unerased:
        title, text = f"Avsluta återlämning {case.number}", f"{unit} har inget kvar att lämna."
        yield _task(case, title, text, "Avsluta", "circle-check")


def _pickup(case: ReturnCase, pickup: PickUp, name: str) -> StartTask:
    hours = f"kl. {pickup.window_start:%H.%M}–{pickup.window_end:%H.%M}"
    text = f"{name}, {pickup.place}." if name else f"{pickup.place}."
    return StartTask(f"Hämtning {hours}", text, _url(case), "Visa", icon="truck", due=pickup.day)


def _due(case: ReturnCase, title: str, text: str, today: date) -> StartTask:
    urgent = case.due_on - today <= URGENT_WITHIN
    return StartTask(title, text, _url(case), "Visa", icon="undo-2", due=case.due_on, urgent=urgent)


def _task(
    case: ReturnCase, title: str, text: str, action: str, icon: str, *, urgent: bool = False
) -> StartTask:
    return StartTask(title, text, _url(case), action, icon=icon, urgent=urgent)


def _url(case: ReturnCase) -> str:
    return reverse("returns:detail", args=[case.number])
