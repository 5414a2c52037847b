"""What the register adds to the start page: moves that wait for an answer."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from inventory.models import AssetMove
from portal.core.units.models import CareUnit, Role
from portal.core.web.pages import own_units
from portal.core.web.start import StartParts, StartTask

MOST_SHOWN = 5


def waits(request: HttpRequest, unit: CareUnit | None) -> Iterator[QuerySet]:
    """What tells whether there is anything."""
    if request.roles.has(Role.HEAD_OF_UNIT):
        yield _asked(request)
    if request.roles.has(Role.COORDINATOR):
        yield _agreed(request)


def start(request: HttpRequest, unit: CareUnit | None) -> StartParts:
    """One query for a head of unit and one for a coordinator."""
    return StartParts(tasks=tuple(_of_unit(request)), region_tasks=tuple(_of_region(request)))


def _of_unit(request: HttpRequest) -> Iterator[StartTask]:
    if not request.roles.has(Role.HEAD_OF_UNIT):
        return
    for move in _asked(request).select_related("asset", "from_unit").order_by("pk")[:MOST_SHOWN]:
        text = f"{move.from_unit.name} vill flytta {move.asset.model_name} till er."
        yield _task(f"Svara om flytten {move.number}", text, move, "Läs och svara")


def _of_region(request: HttpRequest) -> Iterator[StartTask]:
    if not request.roles.has(Role.COORDINATOR):
        return
    for move in _agreed(request).select_related("asset", "from_unit", "to_unit").order_by("pk")[:MOST_SHOWN]:
        text = f"{move.asset.model_name} från {move.from_unit.name} till {move.to_unit.name}."
        yield _task(f"Godkänn flytten {move.number}", text, move, "Granska")


def _asked(request: HttpRequest) -> QuerySet[AssetMove]:
    heads = request.roles.units.get(Role.HEAD_OF_UNIT, frozenset())
    own = [one.pk for one in own_units(request) if one.pk in heads or one.parent_id in heads]
    return AssetMove.objects.filter(state=AssetMove.State.ASKED, to_unit__in=own)


def _agreed(request: HttpRequest) -> QuerySet[AssetMove]:
    regions = request.roles.regions_with(Role.COORDINATOR)
    return AssetMove.objects.filter(state=AssetMove.State.AGREED, to_unit__region__in=regions)


def _task(title: str, text: str, move: AssetMove, action: str) -> StartTask:
    return StartTask(title, text, reverse("inventory:move", args=[move.number]), action, icon="arrow-right")
