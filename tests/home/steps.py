"""What the tests of the roof share: orders in each state now, pages as a person sees them, and the demo's people."""

from datetime import datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from orders.actions.attest import attest_order
from orders.actions.check import LineDecision, check_order
from orders.actions.deliver import LineDelivery, register_delivery
from orders.actions.submit import submit_order
from orders.models import Order
from portal.home.demo.organisation import make_people, make_region, make_units, publish_versions
from portal.home.demo.story import Story
from tests.pages import as_user
from tests.world import World, content

DAY = timedelta(days=1)


def text_of(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def start_of(user) -> str:
    return text_of(as_user(user).get("/"))


def submitted(world: World, *lines, at) -> Order:
    return submit_order(unit=world.unit, content=content(*lines), by=world.head, at=at)


def checked(world: World, *lines, at) -> Order:
    order = submitted(world, *lines, at=at)
    decisions = [LineDecision(one.pk, one.quantity) for one in order.lines.all()]
    return check_order(order=order, decisions=decisions, by=world.coordinator, at=at)


def attested(world: World, *lines, at) -> Order:
    return attest_order(order=checked(world, *lines, at=at), by=world.manager, at=at)


def delivered(world: World, serials: tuple[str, ...], *lines, at):
    order = attested(world, *lines, at=at)
    (row,) = order.lines.all()
    return register_delivery(order=order, lines=[LineDelivery(row.pk, serials)], by=world.delivery, at=at)


def count(user, path: str = "/") -> int:
    client = as_user(user)
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def demo_people(at: datetime) -> Story:
    """The region with its people and no history, made in a second."""
    story = Story(now=at, region=make_region())
    publish_versions(story)
    make_units(story)
    make_people(story)
    return story
