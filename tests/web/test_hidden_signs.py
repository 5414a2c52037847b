"""What one person writes and another reads holds no sign that is not seen: control characters, turned directions."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from inventory.models import Asset
from orders.actions.samverkan import raise_matter
from orders.models import SamverkanMatter
from portal.core.audit.models import AuditEvent
from portal.core.people.models import User
from portal.core.text import BAD_CHARACTER, is_plain
from portal.core.units.actions.figures import report_figures
from portal.core.units.models import UnitFigures
from tests import steps
from tests.world import NOW, World

HIDDEN = "Rum \u202e211\u202c"
Goal = Callable[[World], str]


@pytest.mark.parametrize("sign", "\0\x07\x1b\x7f\x85\x9b\u202a\u202e\u2066\u2069")
def test_a_sign_that_is_not_seen_makes_a_text_not_plain(sign: str) -> None:
    assert not is_plain(f"Rum {sign}211")


@pytest.mark.parametrize(
    "text", ["", "Åäö, ”så” – 50\u00a0% 🙂", "en rad\r\noch\ten till", "\u0645\u0631\u062d"]
)
def test_what_is_seen_is_plain(text: str) -> None:
    assert is_plain(text)


def matter(world: World) -> str:
    raised = raise_matter(unit=world.unit, need="Mer", by=world.head, at=NOW)
    return f"/samverkan/{raised.pk}/"


def asset(world: World) -> str:
    steps.closed(world)
    return f"/utrustning/{Asset.objects.filter(part_of__isnull=True)[0].asset_number}/"


def report(world: World) -> str:
    figures = report_figures(
        unit=world.unit, care_staff=9, listed_patients=900, valid_from=NOW.date(), by=world.head, at=NOW
    )
    return f"/uppgifter/{figures.pk}/"


PERSON = {"hsa_id": "SE2321000073-NY", "given_name": "Anna", "family_name": "Ek", "title": "Chef"}


@pytest.mark.parametrize(
    ("person", "goal", "values", "hidden"),
    [
        ("head", lambda world: "/samverkan/ny/", {}, "need"),
        ("coordinator", matter, {}, "answer"),
        ("head", asset, {"room": "2"}, "function"),
        ("head", asset, {"function": "Reception"}, "room"),
        ("coordinator", report, {"gor": "avvisa"}, "reason"),
        ("administrator", lambda world: "/administration/personer/ny/", PERSON, "given_name"),
        ("administrator", lambda world: "/administration/personer/ny/", PERSON, "family_name"),
        ("administrator", lambda world: "/administration/personer/ny/", PERSON, "title"),
    ],
)
def test_a_page_refuses_it_at_its_field(
    world: World, person: str, goal: Goal, values: dict[str, str], hidden: str
) -> None:
    address, client = goal(world), Client()
    client.force_login(getattr(world, person))
    before = written()
    answer = client.post(address, {**values, hidden: HIDDEN})
    text = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert re.search(rf'id="[\w-]*{hidden}_error"><p[^>]*>{BAD_CHARACTER}<', text)
    assert written() == before
    # What is refused is the sign and nothing else.
    assert client.post(address, {**values, hidden: "Rum 211"}).status_code == 302


def written() -> list[object]:
    """What the acts above would leave behind."""
    return [
        AuditEvent.objects.count(),
        User.objects.count(),
        list(SamverkanMatter.objects.values_list("need", "answer")),
        list(Asset.objects.values_list("function", "room").order_by("pk")),
        list(UnitFigures.objects.values_list("state", "reason").order_by("pk")),
    ]
