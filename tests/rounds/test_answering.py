"""Answers: several people at once, each answer once, none over another's unseen."""

from uuid import uuid4

import pytest

from inventory.rounds.actions.closing import close_round
from inventory.rounds.content import Answer
from inventory.rounds.models import InventoryRound, Outcome, RoundAnswer, RoundAsset, RoundUnit
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Errors, Invalid, NotAllowed
from portal.core.notifications.models import Notification
from tests.rounds.rounding import LATER, answered, opened, said, send, signed, stocked, task_at
from tests.world import NOW, World


@pytest.fixture
def asked(world: World) -> tuple[World, RoundUnit, list]:
    laptops = stocked(world, 3)
    return world, task_at(opened(world, world.unit), world.unit), laptops


def row_of(asset) -> RoundAsset:
    return RoundAsset.objects.get(asset=asset)


def test_an_answer_stands_and_is_counted(asked) -> None:
    world, task, laptops = asked
    missing = said(laptops[1], Outcome.MISSING, note="Borta sedan flytten.")
    receipts = answered(task, said(laptops[0]), missing, by=world.superuser)
    assert [one.status for one in receipts] == ["ACCEPTED", "ACCEPTED"]
    row = row_of(laptops[1])
    assert (row.outcome, row.note, row.sequence) == ("MISSING", "Borta sedan flytten.", 1)
    assert (row.answered_by, row.answered_at) == (world.superuser, LATER)
    task.refresh_from_db()
    assert (task.state, task.answered, task.expected) == ("ANSWERING", 2, 3)
    event = AuditEvent.objects.get(kind="round.answered")
    assert event.unit == world.unit.hsa_id
    assert event.after["answers"] == {laptops[0].asset_number: "PRESENT", laptops[1].asset_number: "MISSING"}


def test_the_same_answer_again_counts_once(asked) -> None:
    world, task, laptops = asked
    answer = said(laptops[0])
    answered(task, answer, by=world.contact)
    again = answered(task, answer, said(laptops[1]), by=world.contact)
    assert [one.status for one in again] == ["REPEATED", "ACCEPTED"]
    assert RoundAnswer.objects.count() == 2
    assert row_of(laptops[0]).sequence == 1
    assert AuditEvent.objects.filter(kind="round.answered").count() == 2
    assert [one.status for one in answered(task, answer, by=world.contact)] == ["REPEATED"]
    assert AuditEvent.objects.filter(kind="round.answered").count() == 2, "nothing new, nothing to log"


def test_two_who_did_not_see_each_other_conflict(asked) -> None:
    world, task, laptops = asked
    answered(task, said(laptops[0]), by=world.contact)
    theirs = answered(task, said(laptops[0], Outcome.MISSING), by=world.superuser)[0]
    assert theirs.status == "CONFLICT"
    row = row_of(laptops[0])
    assert (row.outcome, row.is_conflict, row.sequence) == ("PRESENT", True, 2), "the first stands"
    task.refresh_from_db()
    assert task.conflicts == 1
    kept = RoundAnswer.objects.get(sequence=2)
    assert (kept.outcome, kept.is_conflict, kept.answered_by) == ("MISSING", True, world.superuser)
    # Neither of them settles it unseen, not even the one whose answer stands.
    assert answered(task, said(laptops[0], seen=1), by=world.contact)[0].status == "CONFLICT"
    settled = answered(task, said(laptops[0], Outcome.MISSING, seen=3), by=world.contact)[0]
    assert (settled.status, settled.row.outcome, settled.row.is_conflict) == ("ACCEPTED", "MISSING", False)
    task.refresh_from_db()
    assert task.conflicts == 0


def test_two_who_say_the_same_do_not_conflict(asked) -> None:
    world, task, laptops = asked
    answered(task, said(laptops[0]), by=world.contact)
    assert answered(task, said(laptops[0]), by=world.superuser)[0].status == "ACCEPTED"
    assert RoundAnswer.objects.count() == 2


def test_one_who_changes_his_own_mind_does_not_conflict(asked) -> None:
    world, task, laptops = asked
    answered(task, said(laptops[0]), said(laptops[0], Outcome.MISSING), by=world.contact)
    assert row_of(laptops[0]).outcome == "MISSING"
    assert not row_of(laptops[0]).is_conflict


def test_who_has_seen_the_answer_may_change_it(asked) -> None:
    world, task, laptops = asked
    answered(task, said(laptops[0]), by=world.contact)
    damaged = said(laptops[0], Outcome.DAMAGED, seen=1, note="Sprucken skärm")
    assert answered(task, damaged, by=world.head)[0].status == "ACCEPTED"
    assert row_of(laptops[0]).answered_by == world.head


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"outcome": "GONE"}, "unknown_outcome"),
        ({"outcome": "ELSEWHERE"}, "place_missing"),
        ({"outcome": "DAMAGED"}, "note_missing"),
        ({"room": "x" * 61}, "too_long"),
        ({"note": "a\u202eb"}, "bad_character"),
        ({"seen": 9}, "seen_ahead"),
    ],
)
def test_answers_that_cannot_be_used(asked, more: dict, code: str) -> None:
    world, task, laptops = asked
    with pytest.raises(Invalid) as refused:
        answered(task, said(laptops[0], **more), by=world.head)
    assert refused.value.code == code
    assert not RoundAnswer.objects.exists()


def test_all_or_none_with_the_place_of_each_fault(asked) -> None:
    world, task, laptops = asked
    stranger = stocked(world, 1, world.other_unit)[0]
    with pytest.raises(Errors) as refused:
        answered(task, said(laptops[0]), said(stranger), Answer(uuid4(), "KLM-X", "PRESENT"), by=world.head)
    faults = [(one.code, one.field) for one in refused.value.details]
    assert faults == [
        ("not_expected", "answers[1].asset_number"),
        ("not_expected", "answers[2].asset_number"),
    ]
    assert not RoundAnswer.objects.exists()


def test_bounds_and_keys(asked) -> None:
    world, task, laptops = asked
    one = said(laptops[0])
    for answers, code in (
        ([], "no_answers"),
        ([said(laptops[0])] * 501, "too_many"),
        ([one, one], "key_twice"),
    ):
        with pytest.raises(Invalid) as refused:
            answered(task, *answers, by=world.head)
        assert refused.value.code == code
    answered(task, one, by=world.head)
    with pytest.raises(Invalid) as refused:
        answered(task, Answer(one.key, laptops[1].asset_number, "PRESENT"), by=world.head)
    assert refused.value.code == "key_used"


@pytest.mark.parametrize("who", ["other_head", "coordinator", "delivery", "nobody"])
def test_others_do_not_answer(asked, who: str) -> None:
    world, task, laptops = asked
    with pytest.raises(NotAllowed) as refused:
        answered(task, said(laptops[0]), by=world.people[who])
    assert refused.value.code == "not_round_answerer"


def test_a_signed_answer_is_frozen_but_what_came_before_is_only_repeated(asked) -> None:
    world, task, laptops = asked
    early = said(laptops[0])
    answered(task, early, by=world.contact)
    signed(world, task.round, world.unit)
    assert answered(task, early, by=world.contact)[0].status == "REPEATED"
    with pytest.raises(Conflict) as refused:
        answered(task, said(laptops[0], seen=1), by=world.contact)
    assert refused.value.code == "signed"


def test_a_closed_round_takes_no_answers(asked) -> None:
    world, task, laptops = asked
    close_round(round=InventoryRound.objects.get(), note="Slut.", by=world.coordinator, at=NOW)
    with pytest.raises(Conflict) as refused:
        answered(task, said(laptops[0]), by=world.head)
    assert refused.value.code == "round_closed"


def test_the_head_hears_when_others_have_answered_all(asked) -> None:
    world, task, laptops = asked
    answered(task, *(said(one) for one in laptops), by=world.contact)
    send()
    told = Notification.objects.filter(kind="round.to_sign")
    assert [one.person for one in told] == [world.head]
