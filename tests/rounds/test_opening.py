"""A round asks the chosen units about what they have that day."""

from datetime import date, timedelta

import pytest

from inventory.models import Asset
from inventory.rounds.actions.closing import cancel_round, close_round
from inventory.rounds.actions.opening import open_round
from inventory.rounds.content import RoundContent
from inventory.rounds.models import InventoryRound, RoundAsset, RoundUnit
from inventory.rounds.queries.choosing import extent_of
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Errors, Invalid, NotAllowed
from portal.core.notifications.models import Notification
from portal.core.outbox.models import Message
from portal.core.units.chosen import Chosen
from tests.rounds.rounding import ANSWER_BY, LATER, opened, send, signed, stocked, task_at
from tests.world import NOW, World, make_unit


def test_what_the_units_have_is_frozen(world: World) -> None:
    laptops = stocked(world, 2, function="Reception 1", room="12")
    stocked(world, 1, world.other_unit)
    Asset.objects.filter(pk=laptops[1].pk).update(state="IN_REPAIR")
    found = opened(world)
    assert found.number == "INV-2026-0001"
    tasks = {row.unit: row for row in RoundUnit.objects.filter(round=found)}
    assert {unit: row.expected for unit, row in tasks.items()} == {world.unit: 1, world.other_unit: 1}
    row = RoundAsset.objects.get(round_unit=tasks[world.unit])
    assert (row.asset, row.function, row.room, row.outcome) == (laptops[0], "Reception 1", "12", "")
    event = AuditEvent.objects.get(kind="round.opened")
    assert (event.subject, event.after["units"]) == ("INV-2026-0001", 2)
    assert Message.objects.get(kind="round.opened").payload == {"round": found.pk}


def test_units_are_chosen_by_programme_municipality_and_name(world: World) -> None:
    today = NOW.date()
    ended = make_unit(world.region, world.unit.provider, "E003", "Avslutad mottagning")

    def units(*rows: tuple[str, str]) -> int:
        return extent_of(world.region.pk, Chosen.of(rows), today).units

    assert units() == 2
    stocked(world, 1, ended)
    assert units() == 3, "a unit without a contract that still has equipment is asked too"
    assert units(("PROGRAMME", "halsoval")) == 2
    assert units(("MUNICIPALITY", "0885")) == 1
    assert units(("PROGRAMME", "halsoval"), ("MUNICIPALITY", "0880")) == 1
    assert units(("UNIT", ended.hsa_id), ("UNIT", world.unit.hsa_id)) == 2
    assert units(("PROGRAMME", "annat")) == 0
    branch = make_unit(world.region, world.unit.provider, "E004", "Filial", parent=world.unit)
    assert units(("PROGRAMME", "halsoval")) == 3, "a branch has the contract of its main unit"
    assert branch.pk


def test_a_unit_has_one_round_to_answer_at_a_time(world: World) -> None:
    first = opened(world, world.unit)
    assert extent_of(world.region.pk, Chosen(), NOW.date()).busy == 1
    second = opened(world)
    assert [row.unit for row in second.units.all()] == [world.other_unit]
    assert second.number == "INV-2026-0002"
    with pytest.raises(Conflict) as refused:
        opened(world)
    assert refused.value.code == "nobody_concerned"
    signed(world, first, world.unit)
    assert [row.unit for row in opened(world).units.all()] == [world.unit]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"title": " "}, "title_missing"),
        ({"title": "x" * 121}, "too_long"),
        ({"text": "a\u202eb"}, "bad_character"),
        ({"answer_by": date(2026, 11, 18)}, "day_past"),
        ({"answer_by": date(2028, 1, 1)}, "day_far"),
        ({"chosen": Chosen.of([("ROLE", "x")])}, "unknown_choice"),
    ],
)
def test_what_cannot_be_opened(world: World, more: dict, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        opened(world, **more)
    assert refused.value.code == code
    assert not InventoryRound.objects.exists()


def test_every_fault_is_told_at_once(world: World) -> None:
    with pytest.raises(Errors) as refused:
        opened(world, title="", answer_by=date(2026, 11, 1))
    assert [one.code for one in refused.value.details] == ["title_missing", "day_past"]


@pytest.mark.parametrize("who", ["head", "delivery", "it_coordinator", "manager"])
def test_only_the_coordinator_opens(world: World, who: str) -> None:
    content = RoundContent("Inventering", "", ANSWER_BY)
    with pytest.raises(NotAllowed):
        open_round(region=world.region, content=content, by=world.people[who], at=NOW)


def test_the_units_heads_and_contacts_are_told_once(world: World) -> None:
    opened(world)
    send(LATER)
    told = Notification.objects.filter(kind="round.opened").order_by("person__family_name")
    assert [one.person.family_name for one in told] == ["Ek", "Lindqvist", "Öst"]


def test_a_round_is_closed_when_all_have_signed(world: World) -> None:
    stocked(world)
    found = opened(world, world.unit)
    signed(world, found, world.unit)
    close_round(round=found, note="", by=world.coordinator, at=LATER + timedelta(days=1))
    task = task_at(found, world.unit)
    assert (task.state, task.reviewed_by) == ("REVIEWED", world.coordinator)
    found.refresh_from_db()
    assert (found.state, found.closed_by) == ("CLOSED", world.coordinator)
    with pytest.raises(Conflict):
        close_round(round=found, note="", by=world.coordinator, at=LATER)


def test_a_round_that_lacks_answers_is_closed_with_a_reason(world: World) -> None:
    stocked(world)
    found = opened(world)
    with pytest.raises(Invalid) as refused:
        close_round(round=found, note=" ", by=world.coordinator, at=LATER)
    assert refused.value.code == "note_missing"
    close_round(round=found, note="Enheten flyttar.", by=world.coordinator, at=LATER)
    assert {row.state for row in found.units.all()} == {"UNANSWERED"}
    assert AuditEvent.objects.get(kind="round.closed").after["unanswered"] == 2


def test_a_cancelled_round_lets_the_units_be_asked_again(world: World) -> None:
    found = opened(world)
    with pytest.raises(Invalid):
        cancel_round(round=found, reason="", by=world.coordinator, at=LATER)
    with pytest.raises(NotAllowed):
        cancel_round(round=found, reason="Fel urval.", by=world.head, at=LATER)
    cancel_round(round=found, reason="Fel urval.", by=world.coordinator, at=LATER)
    assert opened(world).units.count() == 2
