"""What a unit has that a case of everything is to hold, and what still stands in the way of closing."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet

from inventory.models import Asset, UnitService
from inventory.returns.models import Handover, HandSignature, ReturnCase, ReturnItem

MOST_NAMED = 5


def held_assets(unit_id: int) -> QuerySet[Asset]:
    """The whole pieces that the unit itself has at hand."""
    return Asset.objects.filter(unit_id=unit_id, part_of__isnull=True, state__in=Asset.HELD)


def unlisted_assets(case: ReturnCase) -> QuerySet[Asset]:
    """What the unit has and the case does not hold."""
    listed = ReturnItem.objects.filter(case=case).values("asset_id")
    return held_assets(case.unit_id).exclude(pk__in=listed).order_by("asset_number")


def lasting_services(unit_id: int) -> QuerySet[UnitService]:
    """What the unit has until further notice of services, networks and accesses."""
    return UnitService.objects.filter(unit_id=unit_id, valid_to__isnull=True).order_by("item_name", "pk")


def unlisted_services(case: ReturnCase) -> QuerySet[UnitService]:
    """What the unit has until further notice and the case does not hold."""
    return lasting_services(case.unit_id).exclude(pk__in=case.services.values("service_id"))


def has_anything(unit_id: int) -> bool:
    """Whether there is something to return or to end. Two queries at most."""
    return held_assets(unit_id).exists() or lasting_services(unit_id).exists()


def obstacles(case: ReturnCase) -> list[str]:
    """Why the case cannot be closed, each a sentence that says what to do. Empty: it can. Five queries, or seven
    for an exit."""
    items = list(case.items.select_related("asset"))
    found = [*_of_items(items), *_of_handovers(case)]
    if case.is_exit:
        found += _of_the_unit(case)
    return found


def _of_items(items: list[ReturnItem]) -> Iterator[str]:
    left = [one for one in items if one.state == ReturnItem.State.LISTED]
    if left:
        numbers = _named([one.asset.asset_number for one in left])
        yield f"Lämna över eller besluta om det som är kvar: {numbers}."
    unerased = [one.asset.asset_number for one in items if one.needs_erasure]
    if unerased:
        yield f"Intyga att lagringen är raderad på {_named(unerased)}."


def _of_handovers(case: ReturnCase) -> Iterator[str]:
    waiting = Handover.objects.filter(Q(given_at__isnull=True) | Q(received_at__isnull=True), case=case)
    for ordinal in waiting.values_list("ordinal", flat=True):
        yield f"Båda parter ska skriva under överlämning {ordinal}, eller så tas den bort."
    disputed = HandSignature.objects.filter(
        handover__case=case, objected_at__isnull=False, settled_at__isnull=True
    )
    for ordinal in disputed.values_list("handover__ordinal", flat=True):
        yield f"Red ut enhetens invändning mot underskriften på överlämning {ordinal}."


def _of_the_unit(case: ReturnCase) -> Iterator[str]:
    more = list(unlisted_assets(case).values_list("asset_number", flat=True)[: MOST_NAMED + 1])
    if more:
        yield f"Enheten har utrustning som inte står i ärendet: {_named(more)}. Lägg till den."
    services = list(lasting_services(case.unit_id).values_list("item_name", flat=True)[: MOST_NAMED + 1])
    if services:
        yield f"Sätt sista dag för enhetens tjänster: {_named(services)}."


def _named(names: list[str]) -> str:
    """The first few, and that there are more."""
    shown = ", ".join(names[:MOST_NAMED])
    return f"{shown} med flera" if len(names) > MOST_NAMED else shown


def exit_case_due(unit_id: int, due_on: date) -> bool:
    """Whether the end of the contract on the day has been taken up already, or all goes back for another reason."""
    cases = ReturnCase.objects.filter(unit_id=unit_id)
    of_this_end = Q(reason=ReturnCase.Reason.CONTRACT_END, due_on=due_on)
    return cases.filter(of_this_end | Q(reason__in=ReturnCase.EXITS, state=ReturnCase.State.OPEN)).exists()
