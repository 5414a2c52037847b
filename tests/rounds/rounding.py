"""Rounds for tests: opened, answered and signed through the same actions as elsewhere."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from entitlements.queries import appendix_in_force, catalogue_of
from inventory.actions.receive import Piece, receive_assets
from inventory.models import Asset
from inventory.rounds.actions.answering import Receipt, answer_assets
from inventory.rounds.actions.opening import open_round
from inventory.rounds.actions.signing import sign_round_unit
from inventory.rounds.content import Answer, RoundContent
from inventory.rounds.models import InventoryRound, Outcome, RoundAsset, RoundUnit
from portal.core.outbox.actions import dispatch_next
from portal.core.people.models import User
from portal.core.units.chosen import Chosen
from portal.core.units.models import CareUnit
from tests.steps import head_of, next_serial
from tests.world import NOW, World

ANSWER_BY = date(2026, 12, 2)
LATER = NOW + timedelta(hours=1)


def stocked(world: World, count: int = 3, unit: CareUnit | None = None, **place: str) -> list[Asset]:
    """Laptops in use at a unit."""
    item = {one.code: one for one in catalogue_of(appendix_in_force(world.region.pk, NOW.date()).pk)}[
        "base-package"
    ]
    pieces = [Piece(item, next_serial("INV"), "laptop", **place) for _ in range(count)]
    return receive_assets(
        unit=unit or world.unit, pieces=pieces, source="B-2026-0001", by=world.delivery, at=NOW
    )


def opened(world: World, *units: CareUnit, at: datetime = NOW, **more: object) -> InventoryRound:
    chosen = Chosen.of(("UNIT", unit.hsa_id) for unit in units)
    values = {"title": "Höstens inventering", "text": "", "answer_by": ANSWER_BY, "chosen": chosen}
    content = RoundContent(**(values | more))
    return open_round(region=world.region, content=content, by=world.coordinator, at=at)


def task_at(inventory_round: InventoryRound, unit: CareUnit) -> RoundUnit:
    return RoundUnit.objects.get(round=inventory_round, unit=unit)


def said(asset: Asset, outcome: str = Outcome.PRESENT, **more: object) -> Answer:
    return Answer(uuid4(), asset.asset_number, outcome, **more)


def answered(task: RoundUnit, *answers: Answer, by: User, at: datetime = LATER) -> list[Receipt]:
    return answer_assets(round_unit=task, answers=answers, by=by, at=at)


def all_present(task: RoundUnit, *, by: User, at: datetime = LATER) -> None:
    """The rest of the pieces are there."""
    left = RoundAsset.objects.filter(round_unit=task, outcome="").select_related("asset")
    answers = [said(row.asset) for row in left]
    if answers:
        answered(task, *answers, by=by, at=at)


def signed(world: World, inventory_round: InventoryRound, unit: CareUnit, *answers: Answer) -> RoundUnit:
    """The unit has answered, everything else than told as present, and its head has signed."""
    task, head = task_at(inventory_round, unit), head_of(world, unit)
    if answers:
        answered(task, *answers, by=head)
    all_present(task, by=head)
    sign_round_unit(round_unit=task, by=head, at=LATER + timedelta(hours=1))
    task.refresh_from_db()
    return task


def send(at: datetime = NOW + timedelta(days=1)) -> None:
    """Empty the outbox of what is due."""
    while dispatch_next(at):
        pass
