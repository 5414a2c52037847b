"""Several people at the same time: one case a unit, each signature once, and never a handover that half happened."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from inventory.models import Asset
from inventory.returns.models import Handover, ReturnCase
from portal.core.audit.models import AuditEvent
from portal.core.errors import Refusal
from tests.returns.returning import equipped, exit_of, filled, pieces_of, sign
from tests.world import World, make_world

ROUNDS = 4


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all at the same moment, each on a connection of its own; "done" or the refusal's code for each."""
    ready = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            ready.wait()
            act()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def stored_world(transactional_db: None) -> World:
    return make_world()


def test_a_unit_gets_one_case_however_many_ask(stored_world: World) -> None:
    world = stored_world
    assets = equipped(world, 3)
    answers = at_once(
        lambda: exit_of(world),
        lambda: exit_of(world),
        *(lambda one=one: pieces_of(world, [one]) for one in assets),
    )
    case = ReturnCase.objects.get()
    assert case.is_exit
    assert answers.count("exit_open") == 1
    assert set(answers) <= {"done", "exit_open", "already_listed"}
    assert case.items.count() == 3


def test_two_signatures_at_once_hand_over_once(stored_world: World) -> None:
    world = stored_world
    case = exit_of(world)
    for _ in range(ROUNDS):
        (asset,) = equipped(world)
        handover = filled(world, case, asset)
        answers = at_once(
            lambda one=handover: sign(one, "given", world.head),
            lambda one=handover: sign(one, "given", world.contact),
            lambda one=handover: sign(one, "received", world.delivery),
            lambda one=handover: sign(one, "received", world.coordinator),
        )
        assert sorted(answers) == ["done", "done", "signed_before", "signed_before"]
        handover = Handover.objects.get(pk=handover.pk)
        assert handover.is_complete
        assert handover.given_by != handover.received_by
        assert Asset.objects.get(pk=asset.pk).state == "RETURNED"
        assert asset.events.filter(kind="HANDED_OVER").count() == 1
    assert AuditEvent.objects.filter(kind="handover.completed").count() == ROUNDS
