"""Inventory rounds: for the unit that answers, for the coordinator who runs them."""

from typing import Any
from uuid import uuid4

from tests.trust.rows.row import COORDINATOR, SEES_UNITS, Row
from tests.trust.scene import EVERYONE, HEADS, UNIT, Side


def number(side: Side) -> dict[str, Any]:
    return {"number": side.round_task.round.number}


def task(side: Side) -> dict[str, Any]:
    return {**number(side), "hsa_id": side.unit.hsa_id}


def expected(side: Side) -> str:
    """A piece that the unit is asked about."""
    return side.round_task.assets.select_related("asset").order_by("pk")[0].asset.asset_number


def piece(side: Side) -> dict[str, Any]:
    return {**task(side), "asset_number": expected(side)}


def schedule(side: Side) -> dict[str, Any]:
    return {"pk": side.round_schedule.pk}


def api_answers(side: Side) -> dict[str, Any]:
    answer = {"key": str(uuid4()), "asset_number": expected(side), "outcome": "PRESENT"}
    return {"answers": [answer]}


ROUNDS = {
    "rounds:list": Row(SEES_UNITS),
    "rounds:new": Row(COORDINATOR, COORDINATOR, data=lambda side: {"title": "Ny"}),
    "rounds:schedules": Row(COORDINATOR, COORDINATOR, data=lambda side: {"title": "Nytt"}),
    "rounds:schedule": Row(COORDINATOR, COORDINATOR, thing=schedule, data=lambda side: {"gor": "avsluta"}),
    "rounds:detail": Row(SEES_UNITS, COORDINATOR, thing=number, ok=(200, 302)),
    "rounds:export": Row(SEES_UNITS, thing=number),
    "rounds:deviations": Row(
        COORDINATOR, COORDINATOR, thing=number, data=lambda side: {"decision": "NONE", "rad": "1"}
    ),
    "rounds:close": Row(COORDINATOR, COORDINATOR, thing=number, data=lambda side: {"reason": "Slut."}),
    "rounds:unit": Row(SEES_UNITS, UNIT, thing=task, data=lambda side: {"gor": "bekrafta"}),
    "rounds:answer": Row(
        SEES_UNITS,
        UNIT,
        thing=piece,
        data=lambda side: {"outcome": "MISSING", "key": str(uuid4()), "seen": "0"},
    ),
    "rounds:find": Row(
        UNIT, UNIT, thing=task, data=lambda side: {"number": "OVANTAD-1", "key": str(uuid4())}
    ),
    "rounds:sign": Row(HEADS, HEADS, thing=task),
    "rounds:reopen": Row(None, COORDINATOR, thing=task, data=lambda side: {"reason": "Fel."}),
    "rounds:document": Row(SEES_UNITS, thing=task),
}
ROUNDS_API = {
    "api_rounds": Row(EVERYONE),
    "api_round": Row(SEES_UNITS, thing=number),
    "api_round_unit": Row(SEES_UNITS, thing=task),
    "api_round_answers": Row(None, UNIT, thing=task, data=api_answers),
}
