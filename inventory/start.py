"""What the register adds to the start page: moves that wait for an answer."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from inventory.models import AssetMove
from portal.core.units.models import CareUnit, Role
from portal.core.web.pages import own_units
from portal.core.web.start import StartParts, StartTask

MOST_SHOWN = 5


def start(request: HttpRequest, unit: CareUnit | None) -> StartParts:
    """One query for a head of unit and one for a coordinator."""
    return StartParts(tasks=tuple(_of_unit(request)), region_tasks=tuple(_of_region(request)))


def _of_unit(request: HttpRequest) -> Iterator[StartTask]:
    heads = request.roles.units.get(Role.HEAD_OF_UNIT, frozenset())
    if not heads:
        return
    own = [one.pk for one in own_units(request) if one.pk in heads or one.parent_id in heads]
    asked = AssetMove.objects.filter(state=AssetMove.State.ASKED, to_unit__in=own)
    for move in asked.select_related("asset", "from_unit").order_by("pk")[:MOST_SHOWN]:
        text = f"{move.from_unit.name} vill flytta {move.asset.model_name} till er."
        yield _task(f"Svara om flytten {move.number}", text, move, "Läs och svara")


def _of_region(request: HttpRequest) -> Iterator[StartTask]:
    regions = request.roles.regions.get(Role.COORDINATOR, frozenset())
    if not regions:
        return
    agreed = AssetMove.objects.filter(state=AssetMove.State.AGREED, to_unit__region__in=regions)
    for move in agreed.select_related("asset", "from_unit", "to_unit").order_by("pk")[:MOST_SHOWN]:
        text = f"{move.asset.model_name} från {move.from_unit.name} till {move.to_unit.name}."
        yield _task(f"Godkänn flytten {move.number}", text, move, "Granska")


def _task(title: str, text: str, move: AssetMove, action: str) -> StartTask:
    return StartTask(title, text, reverse("inventory:move", args=[move.number]), action, icon="arrow-right")
