"""Schemathesis against the API's own description, as one of each role: what it answers is what it says it answers."""

import json
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from drf_spectacular.renderers import OpenApiJsonRenderer
from hypothesis import HealthCheck, Phase, given, settings

from inventory.actions.moves import ask_move
from inventory.models import Asset, AssetMove
from inventory.returns.actions.opening import return_pieces
from inventory.returns.models import ReturnCase
from orders.models import OrderLine
from portal.core import clock
from portal.core.web.api_schema import description
from portal.notices.models import Notice
from tests.api.conftest import make_token
from tests.api.populated import populate
from tests.world import World, make_world

ROLES = ("head", "contact", "other_head", "coordinator", "manager", "delivery", "nobody")
EXPECTED = {
    "checks": {
        # What is well formed may still be against the appendix, too late, or someone else's to do.
        "positive_data_acceptance": {"expected-statuses": ["2xx", "403", "404", "409", "422"]},
        "negative_data_rejection": {
            "expected-statuses": ["400", "403", "404", "405", "406", "409", "415", "422"]
        },
    }
}
WITHIN = {
    "deadline": None,
    "derandomize": True,
    "database": None,
    "phases": (Phase.explicit, Phase.generate),
    "suppress_health_check": list(HealthCheck),
}

wsgi = lru_cache(get_wsgi_application)


def portal(environ: Any, start_response: Any) -> Any:
    """The portal, made when it is first called: not before there are static files."""
    return wsgi()(environ, start_response)


OPERATIONS = schemathesis.openapi.from_dict(
    json.loads(OpenApiJsonRenderer().render(description())),
    config=schemathesis.Config.from_dict({**EXPECTED, "phases": {"fuzzing": {"enabled": False}}}),
)
OPERATIONS.app = portal


@pytest.fixture(scope="module")
def populated(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One region for the whole module, which the calls may change as they like."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        populate(world)
        on_their_way(world)
        yield world
        transaction.set_rollback(True)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def on_their_way(world: World) -> None:
    """A piece that goes back and one that is to go to the other unit, of those that the orders brought."""
    back, gone = Asset.objects.filter(unit=world.unit, part_of=None, state="IN_USE").order_by("pk")[:2]
    numbers = [back.asset_number]
    due_on = clock.today() + timedelta(days=14)
    return_pieces(unit=world.unit, asset_numbers=numbers, due_on=due_on, by=world.head, at=clock.now())
    where = {"to_unit": world.other_unit, "function": "", "room": "", "reason": "Behövs där."}
    ask_move(asset=gone, by=world.head, at=clock.now(), **where)


@pytest.fixture(scope="module")
def described(populated: World) -> Any:
    config = schemathesis.Config.from_dict(EXPECTED)
    loaded = schemathesis.openapi.from_dict(_with_what_is_there(populated), config=config)
    loaded.app = portal
    return loaded


@pytest.fixture(scope="module")
def tokens(populated: World) -> dict[str, str]:
    return {role: f"Token {make_token(getattr(populated, role))}" for role in ROLES}


def _with_what_is_there(world: World) -> dict[str, Any]:
    """The description, with real numbers to choose among, so that calls get past the first 404."""
    made = json.loads(OpenApiJsonRenderer().render(description()))
    real = {
        "orders": [f"B-2026-{number:04d}" for number in range(1, 12)],
        "notices": list(Notice.objects.values_list("number", flat=True)),
        "incidents": ["I-2026-0001"],
        "rounds": ["INV-2026-0001"],
        "returns": list(ReturnCase.objects.values_list("number", flat=True)),
        "moves": list(AssetMove.objects.values_list("number", flat=True)),
        "asset_number": list(Asset.objects.values_list("asset_number", flat=True)),
        "hsa_id": [world.unit.hsa_id, world.other_unit.hsa_id],
    }
    for path, operations in made["paths"].items():
        # Orders and notices both have a number.
        numbered = path.split("/")[3]
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "path":
                    known = real.get(parameter["name"]) or real[numbered]
                    parameter["schema"] = {"type": "string", "enum": known}
    shapes = made["components"]["schemas"]
    lines = list(OrderLine.objects.values_list("pk", flat=True))
    for shape in ("DecisionInputRequest", "LineDeliveryInputRequest"):
        shapes[shape]["properties"]["line"]["enum"] = lines
    shapes["LineInputRequest"]["properties"]["item"]["enum"] = [
        "base-package",
        "extra-screen",
        "label-printer",
        "x",
    ]
    for shape in ("OrderInputRequest", "AcknowledgementInputRequest"):
        shapes[shape]["properties"]["unit"]["enum"] = real["hsa_id"]
    return made


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
@pytest.mark.parametrize("role", ROLES)
def test_whatever_is_called_answers_as_described(
    role: str, mode: Any, described: Any, tokens: dict[str, str]
) -> None:
    for found in described.get_all_operations():
        operation = found.ok()
        if mode.is_negative and not (operation.query or operation.body):
            continue

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=3, **WITHIN)
        def call(case: Any) -> None:
            case.call_and_validate(headers={"Authorization": tokens[role]})

        call()


@OPERATIONS.parametrize()
@settings(max_examples=1, **WITHIN)
def test_every_boundary_answers_as_described(case: Any, tokens: dict[str, str]) -> None:
    case.call_and_validate(headers={"Authorization": tokens["head"]})
