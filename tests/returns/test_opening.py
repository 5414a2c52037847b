"""Returns begin: by hand, by the unit, and by the portal when a contract ends."""

from datetime import date, timedelta

import pytest

from entitlements.models import AppendixVersion
from inventory.returns import contract_end
from inventory.returns.actions.opening import drop_item, list_the_rest, open_exit
from inventory.returns.models import ReturnCase, ReturnItem
from inventory.returns.terms import notice_days
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.outbox.models import Message
from portal.core.units.models import Contract
from tests.returns.returning import DUE, equipped, exit_of, handed, pieces_of
from tests.world import NOW, World, give_contract, make_unit

TODAY = NOW.date()


def listed(case: ReturnCase) -> set[int]:
    return set(case.items.values_list("asset_id", flat=True))


def test_everything_is_listed_logged_and_told_once(world: World) -> None:
    assets = equipped(world, 2)
    case = exit_of(world)
    assert case.number == "R-2026-0001"
    assert listed(case) == {one.pk for one in assets}
    event = AuditEvent.objects.get(kind="return.opened")
    assert (event.subject, event.unit) == (case.number, world.unit.hsa_id)
    assert event.after["assets"] == [one.asset_number for one in assets]
    assert Message.objects.filter(kind="return.opened").count() == 1


def test_a_unit_has_one_open_case_and_more_pieces_are_added_to_it(world: World) -> None:
    first, second = equipped(world, 2)
    case = pieces_of(world, [first])
    assert pieces_of(world, [first, second], due_on=DUE + timedelta(days=9)) == case
    assert listed(case) == {first.pk, second.pk}
    case.refresh_from_db()
    assert case.due_on == DUE
    with pytest.raises(Conflict, match="står redan"):
        pieces_of(world, [first])


def test_a_case_of_pieces_becomes_one_of_everything(world: World) -> None:
    first, second = equipped(world, 2)
    case = pieces_of(world, [first])
    assert exit_of(world, due_on=date(2026, 12, 1)) == case
    case.refresh_from_db()
    assert (case.reason, case.due_on) == ("REORGANISATION", date(2026, 12, 1))
    assert listed(case) == {first.pk, second.pk}
    with pytest.raises(Conflict) as refused:
        exit_of(world)
    assert refused.value.code == "exit_open"


@pytest.mark.parametrize("who", ["head", "contact", "delivery", "manager", "other_head", "nobody"])
def test_only_the_coordinator_asks_for_everything(world: World, who: str) -> None:
    equipped(world)
    with pytest.raises(NotAllowed):
        exit_of(world, by=world.people[who])
    assert not ReturnCase.objects.exists()


@pytest.mark.parametrize("who", ["superuser", "manager", "other_head", "nobody", "it_coordinator"])
def test_only_the_two_parties_return_pieces(world: World, who: str) -> None:
    assets = equipped(world)
    with pytest.raises(NotAllowed):
        pieces_of(world, assets, by=world.people[who])


@pytest.mark.parametrize(
    ("numbers", "due_on", "code"),
    [
        ([], DUE, "no_pieces"),
        (["KLM-999999"], DUE, "not_held"),
        (None, TODAY - timedelta(days=1), "day_passed"),
        (None, TODAY + timedelta(days=731), "day_too_far"),
    ],
)
def test_what_cannot_be_returned_is_told(world: World, numbers, due_on: date, code: str) -> None:
    from inventory.returns.actions.opening import return_pieces

    (asset,) = equipped(world)
    wanted = [asset.asset_number] if numbers is None else numbers
    with pytest.raises(Invalid) as refused:
        return_pieces(unit=world.unit, asset_numbers=wanted, due_on=due_on, by=world.head, at=NOW)
    assert refused.value.code == code


def test_a_part_and_a_piece_of_another_unit_are_not_the_units_to_return(world: World) -> None:
    (theirs,) = equipped(world, unit=world.other_unit)
    theirs.unit = world.unit
    with pytest.raises(Invalid, match="ingen hel inventarie"):
        pieces_of(world, [theirs])


def test_what_comes_later_is_added_by_a_button(world: World) -> None:
    equipped(world)
    case = exit_of(world)
    (late,) = equipped(world)
    assert list_the_rest(case=case, by=world.head, at=NOW) == 1
    assert late.pk in listed(case)
    assert list_the_rest(case=case, by=world.head, at=NOW) == 0
    assert AuditEvent.objects.filter(kind="return.listed").count() == 1


def test_a_piece_is_taken_off_the_list_of_pieces_but_not_of_everything(world: World) -> None:
    first, second = equipped(world, 2)
    case = pieces_of(world, [first, second])
    drop_item(case=case, item_id=case.items.get(asset=first).pk, by=world.contact, at=NOW)
    assert listed(case) == {second.pk}
    exit_of(world)
    with pytest.raises(Conflict) as refused:
        drop_item(case=case, item_id=case.items.get(asset=second).pk, by=world.contact, at=NOW)
    assert refused.value.code == "still_held"
    handed(world, case, second)
    with pytest.raises(Conflict) as refused:
        drop_item(case=case, item_id=case.items.get(asset=second).pk, by=world.contact, at=NOW)
    assert refused.value.code == "not_listed"


def test_the_portal_opens_when_the_contract_ends_and_only_once(world: World) -> None:
    equipped(world)
    branch = make_unit(world.region, world.unit.provider, "E009", "Filialen", parent=world.unit)
    equipped(world, unit=branch)
    ends = TODAY + timedelta(days=90)
    Contract.objects.filter(unit=world.unit).update(valid_to=ends)
    # The other unit's contract ends too, but it has nothing.
    Contract.objects.filter(unit=world.other_unit).update(valid_to=ends)
    assert contract_end.open_ending(NOW - timedelta(days=1)) == 0
    assert contract_end.open_ending(NOW) == 2
    assert contract_end.open_ending(NOW) == 0
    cases = ReturnCase.objects.order_by("pk")
    assert [(one.unit, one.reason, one.due_on, one.opened_by) for one in cases] == [
        (world.unit, "CONTRACT_END", ends, None),
        (branch, "CONTRACT_END", ends, None),
    ]


def test_a_contract_that_is_followed_by_another_ends_nothing(world: World) -> None:
    equipped(world)
    ends = TODAY + timedelta(days=10)
    Contract.objects.filter(unit=world.unit).update(valid_to=ends)
    give_contract(world.unit, valid_from=ends + timedelta(days=1))
    assert contract_end.open_ending(NOW) == 0


def test_a_cancelled_case_is_not_opened_again(world: World) -> None:
    from inventory.returns.actions.closing import cancel_case

    equipped(world)
    Contract.objects.filter(unit=world.unit).update(valid_to=TODAY + timedelta(days=10))
    contract_end.open_ending(NOW)
    cancel_case(case=ReturnCase.objects.get(), reason="Förlängs.", by=world.coordinator, at=NOW)
    assert contract_end.open_ending(NOW) == 0
    assert ReturnItem.objects.count() == 1


def test_the_appendix_says_how_many_days_before_and_else_the_portal_does(world: World) -> None:
    found = notice_days(world.region.pk, TODAY)
    assert (found.days, found.chosen) == (90, True)
    terms = world.appendix.terms | {"return_opens_days_before": {"value": 30, "open": False}}
    AppendixVersion.objects.filter(pk=world.appendix.pk).update(terms=terms)
    found = notice_days(world.region.pk, TODAY)
    assert (found.days, found.chosen) == (30, False)


def test_who_opens_must_give_a_reason_that_there_is(world: World) -> None:
    with pytest.raises(Invalid):
        open_exit(unit=world.unit, reason="PIECES", due_on=DUE, by=world.coordinator, at=NOW)
