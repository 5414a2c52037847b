"""Moving a piece from one unit to another: asked by the giving head, agreed by the receiving, approved by the
coordinator."""

from datetime import datetime

from django.db import transaction

from inventory.access import may_agree, may_approve, may_ask_move, may_decline, may_withdraw
from inventory.actions.state import move_assets
from inventory.actions.writing import lock_units, usable_texts
from inventory.models import Asset, AssetMove
from inventory.numbers import next_number
from inventory.workflow import require_state, take_step, tell
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Invalid
from portal.core.people.models import User
from portal.core.units.models import CareUnit
from portal.core.units.queries import roles_of

SERIES = "F"


def ask_move(
    *, asset: Asset, to_unit: CareUnit, function: str, room: str, reason: str, by: User, at: datetime
) -> AssetMove:
    """Ask that a piece, with its parts, be moved to another unit of the region.

    Whoever is head of both units agrees at once. Raises Invalid or Errors for texts and for a unit that cannot be
    chosen, NotAllowed for others than the giving head, Conflict for a piece that is not in use there, a part, and one
    that is already asked for.
    """
    texts = usable_texts(required=("reason",), function=function, room=room, reason=reason)
    with transaction.atomic():
        units = lock_units({asset.unit_id, to_unit.pk})
        asset, source = _movable(asset.pk, units)
        target = units[to_unit.pk]
        roles = roles_of(by, local_date(at))
        require(may_ask_move(roles, source))
        if target.pk == source.pk or target.region_id != source.region_id:
            raise Invalid("unit_not_possible", "Välj en annan enhet i regionen.", field="to_unit")
        move = AssetMove(
            number=next_number(AssetMove, SERIES, local_date(at).year),
            asset=asset,
            from_unit=source,
            to_unit=target,
            asked_at=at,
            asked_by=by,
            **texts,
        )
        with guarded():
            move.save(force_insert=True)
        tell(move, "move.asked", by=by, at=at)
        if may_agree(roles, move):
            take_step(move, "agree", by=by, at=at)
    return move


def agree_move(*, move: AssetMove, by: User, at: datetime) -> AssetMove:
    """The receiving head takes the piece. Raises NotAllowed for others, Conflict when it is no longer asked."""
    with transaction.atomic():
        move = _locked(move)
        require(may_agree(roles_of(by, local_date(at)), move))
        take_step(move, "agree", by=by, at=at)
    return move


def approve_move(*, move: AssetMove, by: User, at: datetime) -> AssetMove:
    """The coordinator approves, and the piece stands at the receiving unit from that moment.

    Raises NotAllowed for others, Conflict when the receiver has not agreed, when the piece is no longer in use at the
    giving unit, and when the receiver already has a shared piece of the kind.
    """
    with transaction.atomic():
        units = lock_units({move.from_unit_id, move.to_unit_id})
        move = _locked(move)
        require(may_approve(roles_of(by, local_date(at)), move))
        require_state(move, "approve")
        asset, source = _movable(move.asset_id, units)
        if source.pk != move.from_unit_id:
            raise Conflict("asset_moved", "Inventarien står inte längre på enheten som begärde flytten.")
        take_step(move, "approve", by=by, at=at)
        move_assets(
            assets=[asset],
            unit=units[move.to_unit_id],
            function=move.function,
            room=move.room,
            source=move.number,
            note="",
            by=by,
            at=at,
        )
    return move


def decline_move(*, move: AssetMove, answer: str, by: User, at: datetime) -> AssetMove:
    """Whoever is asked says no, with the reason. Raises Invalid without one, NotAllowed for others, Conflict when the
    move is no longer open."""
    text = usable_texts(required=("reason",), reason=answer)["reason"]
    with transaction.atomic():
        move = _locked(move)
        require(may_decline(roles_of(by, local_date(at)), move))
        require_state(move, "decline")
        move.answer = text
        take_step(move, "decline", by=by, at=at)
    return move


def withdraw_move(*, move: AssetMove, by: User, at: datetime) -> AssetMove:
    """The giving head takes the request back. Raises NotAllowed for others, Conflict when the move is not open."""
    with transaction.atomic():
        move = _locked(move)
        require(may_withdraw(roles_of(by, local_date(at)), move))
        take_step(move, "withdraw", by=by, at=at)
    return move


def _locked(move: AssetMove) -> AssetMove:
    rows = AssetMove.objects.select_for_update(of=("self",))
    return rows.select_related("asset", "from_unit", "to_unit").get(pk=move.pk)


def _movable(pk: int, units: dict[int, CareUnit]) -> tuple[Asset, CareUnit]:
    """The piece, locked, with its unit. Raises Conflict for one that no unit has in use, and for a part."""
    asset = Asset.objects.select_for_update().get(pk=pk)
    if asset.part_of_id:
        raise Conflict("is_part", "Delen följer med sin inventarie. Flytta den i stället.")
    unit = units.get(asset.unit_id or 0)
    if unit is None or asset.state != Asset.State.IN_USE:
        raise Conflict("not_in_use", "Bara utrustning som är i bruk kan flyttas. Läs in sidan igen.")
    if asset.on_loan:
        raise Conflict("on_loan", "Inventarien är lånad ur regionens lager och flyttas inte mellan enheter.")
    asset.unit = unit
    return asset, unit
