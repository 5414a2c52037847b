"""A delivered piece goes on before the delivery is acknowledged: returned, moved or lost. The receipt then says that it
came wrong, and the register keeps what has happened since."""

from datetime import timedelta

import pytest

from inventory.actions.moves import agree_move, approve_move, ask_move
from inventory.actions.state import put_in_store, set_state
from inventory.models import Asset
from orders.actions.confirm import PieceReceipt, confirm_delivery
from orders.models import DeliveredPiece, Delivery
from tests.returns.returning import handed, pieces_of
from tests.steps import delivered
from tests.world import NOW, World, line

RECEIVED = NOW + timedelta(days=3)


def receipt(world: World, delivery: Delivery, how: str) -> Asset:
    """The register's row after the receipt."""
    (piece,) = delivery.pieces.all()
    deviations = [PieceReceipt(piece.pk, how, "Sprucken.")]
    confirm_delivery(delivery=delivery, deviations=deviations, by=world.head, at=RECEIVED)
    assert DeliveredPiece.objects.get(pk=piece.pk).receipt == how
    return Asset.objects.get(pk=piece.asset_id)


@pytest.fixture
def delivery(world: World) -> Delivery:
    return delivered(world, line())


def asset_of(delivery: Delivery) -> Asset:
    return delivery.pieces.get().asset


@pytest.mark.parametrize("how", ["DAMAGED", "WRONG_ITEM", "NOT_RECEIVED"])
def test_what_was_handed_back_stays_handed_back(world: World, delivery: Delivery, how: str) -> None:
    asset = asset_of(delivery)
    handed(world, pieces_of(world, [asset]), asset)
    left = Asset.objects.get(pk=asset.pk).released_on
    after = receipt(world, delivery, how)
    assert (after.state, after.unit, after.released_on) == ("RETURNED", world.unit, left)
    assert after.events.filter(kind="DEVIATION", source=delivery.number).count() == 1
    assert delivery.order.lines.get().remaining == 1


@pytest.mark.parametrize("how", ["DAMAGED", "NOT_RECEIVED"])
def test_what_stands_in_the_store_stays_there(world: World, delivery: Delivery, how: str) -> None:
    asset = asset_of(delivery)
    handed(world, pieces_of(world, [asset]), asset)
    asset.refresh_from_db()
    put_in_store(assets=[asset], source="", note="Raderad", by=world.delivery, at=NOW + timedelta(days=2))
    after = receipt(world, delivery, how)
    assert (after.state, after.unit, after.store) == ("IN_STOCK", None, world.region)


def test_what_another_unit_has_taken_over_stays_in_use_there(world: World, delivery: Delivery) -> None:
    asset = asset_of(delivery)
    where = {"to_unit": world.other_unit, "function": "Mottagning", "room": "", "reason": "Behövs där."}
    move = ask_move(asset=asset, by=world.head, at=NOW, **where)
    agree_move(move=move, by=world.other_head, at=NOW)
    approve_move(move=move, by=world.coordinator, at=NOW)
    after = receipt(world, delivery, "DAMAGED")
    assert (after.state, after.unit, after.released_on) == ("IN_USE", world.other_unit, None)


def test_what_was_stolen_stays_stolen(world: World, delivery: Delivery) -> None:
    asset = asset_of(delivery)
    later = NOW + timedelta(days=2)
    set_state(assets=[asset], state="STOLEN", source="I-2026-0001", note="", by=world.head, at=later)
    assert receipt(world, delivery, "WRONG_ITEM").state == "STOLEN"


def test_what_is_still_at_the_unit_leaves_it(world: World, delivery: Delivery) -> None:
    after = receipt(world, delivery, "DAMAGED")
    assert (after.state, after.released_on) == ("RETURNED", RECEIVED.date())
