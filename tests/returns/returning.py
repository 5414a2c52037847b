"""Returns taken to a given point through the actions, for tests that need one there."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from entitlements.queries import items_by_code
from inventory.actions.receive import Piece, receive_assets
from inventory.models import Asset
from inventory.returns.actions.completing import digest_of, items_in
from inventory.returns.actions.handing import put_in, sign_handover, start_handover
from inventory.returns.actions.opening import open_exit, return_pieces
from inventory.returns.models import Handover, ReturnCase, ReturnDocument
from portal.core.people.models import User
from portal.core.units.models import CareUnit
from tests.steps import next_serial
from tests.world import NOW, World

DUE = date(2026, 12, 31)
LATER = NOW + timedelta(days=1)


def equipped(
    world: World, count: int = 1, *, item: str = "base-package", unit: CareUnit | None = None
) -> list[Asset]:
    """Whole pieces at a unit, as after a delivery: laptops unless something else is said."""
    unit = unit or world.unit
    wanted = items_by_code(world.appendix.pk)[item]
    variant = "laptop" if item == "base-package" else ""
    pieces = [Piece(wanted, next_serial(), variant=variant, function="Reception 1") for _ in range(count)]
    return receive_assets(unit=unit, pieces=pieces, source="B-2026-0001", by=world.delivery, at=NOW)


def exit_of(world: World, *, unit: CareUnit | None = None, at: datetime = NOW, **more) -> ReturnCase:
    wanted = {"reason": ReturnCase.Reason.REORGANISATION, "due_on": DUE, "by": world.coordinator}
    return open_exit(unit=unit or world.unit, at=at, **wanted | more)


def pieces_of(
    world: World, assets: Sequence[Asset], *, by: User | None = None, due_on: date = DUE
) -> ReturnCase:
    numbers = [one.asset_number for one in assets]
    by = by or world.head
    return return_pieces(unit=assets[0].unit, asset_numbers=numbers, due_on=due_on, by=by, at=NOW)


def filled(
    world: World, case: ReturnCase, *assets: Asset, condition: str = "OK", at: datetime = LATER
) -> Handover:
    """A handover begun by IT delivery, with the pieces in it."""
    handover = start_handover(case=case, by=world.delivery, at=at)
    for asset in assets:
        put_in(handover=handover, number=asset.asset_number, condition=condition, by=world.delivery, at=at)
    return handover


def sign(handover: Handover, party: str, by: User, at: datetime = LATER) -> Handover:
    seen = digest_of(items_in(handover))
    return sign_handover(handover=handover, party=party, name=by.full_name, seen=seen, by=by, at=at)


def handed(world: World, case: ReturnCase, *assets: Asset, condition: str = "OK") -> Handover:
    """A handover that the head and IT delivery have signed."""
    handover = filled(world, case, *assets, condition=condition)
    sign(handover, "given", world.head)
    return sign(handover, "received", world.delivery)


def in_both_hands(world: World, unit: CareUnit) -> tuple[ReturnCase, Handover, ReturnDocument]:
    """A return of one piece with a handover that nobody has signed, and a paper: for a scene with several units."""
    (asset,) = equipped(world, unit=unit)
    numbers = [asset.asset_number]
    case = return_pieces(unit=unit, asset_numbers=numbers, due_on=DUE, by=world.coordinator, at=NOW)
    handover = filled(world, case, asset)
    content = f"%PDF-1.7 {case.number}".encode()
    paper = ReturnDocument.objects.create(
        kind="RECEIPT", case=case, handover=handover, content=content, content_hash=case.number, made_at=NOW
    )
    return case, handover, paper
