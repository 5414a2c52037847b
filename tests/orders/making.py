"""Orders at a point on their way, for tests of what comes after."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from orders.actions.attest import attest_order
from orders.actions.check import LineDecision, check_order
from orders.actions.submit import submit_order
from orders.models import Order
from tests.world import NOW, World, content, line


def sent(world: World, *lines, unit=None, by=None, at: datetime = NOW, **more) -> Order:
    """Submitted by the head of the unit."""
    return submit_order(unit=unit or world.unit, content=content(*lines, **more), by=by or world.head, at=at)


def checked(world: World, *lines, checker=None, **more) -> Order:
    """Submitted and checked, with every line granted."""
    order = sent(world, *lines, **more)
    decisions = [LineDecision(one.pk, one.quantity) for one in order.lines.all()]
    return check_order(
        order=order, decisions=decisions, by=checker or world.coordinator, at=NOW + timedelta(hours=1)
    )


def attested(world: World, *lines, **more) -> Order:
    """Submitted, checked and attested."""
    order = checked(world, *lines, **more)
    return attest_order(order=order, by=world.manager, at=NOW + timedelta(hours=2))


def screens(quantity: int = 1):
    """A needs-tested line, which the coordinator decides."""
    return line("extra-screen", quantity, motivation="Journal och rådgivningsstöd öppna samtidigt.")


def queries_of(act: Callable[[], object]) -> int:
    """How many queries the act costs."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)
