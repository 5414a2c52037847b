"""A round with answers, a find and a signed answer, and what hangs on it."""

from typing import Any
from uuid import uuid4

from inventory.rounds.actions.finding import add_find
from inventory.rounds.content import Found
from inventory.rounds.models import RoundChoice, RoundSigning
from tests.core.constraint_breaks.breaking import Break, again, change, fresh
from tests.rounds.rounding import LATER, answered, opened, said, stocked, task_at
from tests.rounds.scene import rounds_at
from tests.world import NOW, World


def scene_of(world: World) -> dict[str, Any]:
    """One sound row of everything, to be broken one at a time."""
    laptops = stocked(world, 2)
    found = opened(world, world.unit)
    task = task_at(found, world.unit)
    answered(task, said(laptops[0]), by=world.head)
    find = add_find(round_unit=task, found=Found(uuid4(), "SN-9"), by=world.head, at=LATER)
    other = rounds_at(world, world.other_unit, "x")
    return {
        "round": found,
        "round_task": task,
        "round_schedule": other["round_schedule"],
        "round_row": task.assets.get(asset=laptops[0]),
        "round_unanswered": task.assets.get(asset=laptops[1]),
        "round_find": find,
    }


def answer_again(scene: Any, **changes: Any) -> object:
    return again(scene.round_row.answers.get(), key=uuid4(), **changes)


BREAKS: dict[str, Break] = {
    "round_closed_together": lambda s: change(s.round, closed_at=NOW, state="CLOSED"),
    "round_state_agrees": lambda s: change(s.round, state="CLOSED"),
    "round_choice_once": lambda s: again(RoundChoice.objects.filter(round=s.round).get()),
    "round_schedule_once": lambda s: again(fresh(s.round_schedule)),
    "round_schedule_numbers": lambda s: change(s.round_schedule, months=0),
    "round_schedule_retired_together": lambda s: change(s.round_schedule, retired_at=NOW),
    "round_once_per_unit": lambda s: again(fresh(s.round_task), state="UNANSWERED"),
    "one_open_round_per_unit": lambda s: again(fresh(s.round_task), round=again_round(s), state="WAITING"),
    "round_unit_signed_together": lambda s: change(
        s.round_task, signed_at=NOW, state="SIGNED", answered=s.round_task.expected, signings=1
    ),
    "round_unit_reviewed_together": lambda s: change(
        s.round_task,
        state="REVIEWED",
        answered=s.round_task.expected,
        signings=1,
        signed_at=NOW,
        signed_by=s.world.head,
        reviewed_at=NOW,
    ),
    "round_unit_state_agrees": lambda s: change(s.round_task, state="SIGNED"),
    "round_unit_signed_whole": lambda s: change(
        s.round_task, state="SIGNED", signed_at=NOW, signed_by=s.world.head, answered=0, signings=1
    ),
    "round_signing_once": lambda s: again(RoundSigning.objects.get()),
    "round_asset_once": lambda s: again(fresh(s.round_row)),
    "round_asset_answered_together": lambda s: change(s.round_row, answered_by=None),
    "round_asset_answer_agrees": lambda s: change(s.round_unanswered, sequence=1),
    "round_asset_decided_together": lambda s: change(s.round_row, decided_by=s.world.head),
    "round_asset_decision_agrees": lambda s: change(s.round_row, decision="NONE"),
    "round_answer_once_in_order": lambda s: answer_again(s),
    "round_answer_upon_earlier": lambda s: answer_again(s, sequence=2, seen=2),
    "round_find_once": lambda s: again(fresh(s.round_find), key=uuid4()),
    "round_find_described": lambda s: change(s.round_find, number=""),
    "round_find_withdrawn_together": lambda s: change(s.round_find, withdrawn_at=NOW),
    "round_find_decided_together": lambda s: change(s.round_find, decided_at=NOW),
    "round_find_decision_agrees": lambda s: change(s.round_find, decision="NONE"),
}


def again_round(scene: Any) -> Any:
    """Another open round, so that only the unit's own rule is broken."""
    row = fresh(scene.round)
    again(row, number="INV-2026-9999")
    return row
