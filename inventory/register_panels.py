"""What the register itself lets a person do with an asset, beside placing it: move it, store it, hand it out."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from inventory.access import keeps_register, may_ask_move
from inventory.models import Asset, AssetMove
from inventory.panels import AssetAct, AssetPanel, AssetParts
from inventory.presentation import MOVE_TAGS


def register_parts(request: HttpRequest, asset: Asset) -> AssetParts:
    """At most one query: the move that is asked for. Whoever sees the piece at its unit sees what that unit asks."""
    if asset.part_of_id:
        return AssetParts()
    moves = AssetMove.objects.open().filter(asset=asset, from_unit=asset.unit_id).select_related("to_unit")
    move = moves.first() if asset.state == Asset.State.IN_USE else None
    panels = (
        (AssetPanel("Flytt", "inventory/_move_panel.html", (move, MOVE_TAGS[move.state])),) if move else ()
    )
    return AssetParts(acts=tuple(_acts(request, asset, move)), panels=panels)


def _acts(request: HttpRequest, asset: Asset, move: AssetMove | None) -> Iterator[AssetAct]:
    state, unit = asset.state, asset.unit
    own = state == Asset.State.IN_USE and not asset.on_loan
    if unit and own and move is None and may_ask_move(request.roles, unit):
        yield _act("Flytta till annan enhet", "move_new", asset, "arrow-right")
    ready = state == Asset.State.RETURNED and not asset.lacks_erasure
    if unit and ready and keeps_register(request.roles, unit.region_id):
        yield _act("Ställ i lager", "put_away", asset, "warehouse")
    if state == Asset.State.IN_STOCK and keeps_register(request.roles, asset.store_id):
        yield _act("Lämna ut till en enhet", "hand_out", asset, "truck")


def _act(label: str, view: str, asset: Asset, icon: str) -> AssetAct:
    return AssetAct(label, reverse(f"inventory:{view}", args=[asset.asset_number]), icon)
