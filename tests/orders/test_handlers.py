"""Every message has a handler that bears being run twice, and every mail a template that renders."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail

from orders.actions.attest import refuse_order
from orders.actions.check import send_back
from orders.actions.confirm import PieceReceipt, confirm_delivery
from orders.actions.samverkan import answer_matter, raise_matter
from orders.actions.submit import withdraw_order
from orders.models import Document
from orders.workflow import TRANSITIONS
from portal.core.notifications.actions.notify import MAIL
from portal.core.notifications.kinds import known_kinds as mail_kinds
from portal.core.notifications.models import Notification
from portal.core.outbox.models import Message
from portal.core.outbox.registry import handlers_of, known_kinds
from portal.core.units.actions.figures import reject_figures, report_figures, verify_figures
from tests.orders.acting import HOUR, LATER, appoint, attested, check, deliver, drain, submitted
from tests.world import NOW, World, line

ROOT = Path(settings.BASE_DIR)


def everything(world: World) -> None:
    """One act of every kind that puts a message in the outbox."""
    appoint(world)
    first = submitted(world)
    send_back(order=first, message="Mer.", by=world.coordinator, at=NOW)
    withdraw_order(order=first, by=world.head, at=NOW)
    withdraw_order(order=check(world, submitted(world)), by=world.head, at=NOW + 2 * HOUR)
    refuse_order(order=check(world, submitted(world)), reason="Nej", by=world.manager, at=NOW + 2 * HOUR)
    order = attested(world, line(quantity=2))
    one = deliver(world, order, "A1")
    confirm_delivery(
        delivery=one,
        deviations=[PieceReceipt(one.pieces.get().pk, "DAMAGED", "x")],
        by=world.head,
        at=NOW + 4 * HOUR,
    )
    confirm_delivery(
        delivery=deliver(world, order, "A2", "A3", at=NOW + 5 * HOUR), by=world.head, at=NOW + 6 * HOUR
    )
    values = {
        "care_staff": 20,
        "listed_patients": 2100,
        "valid_from": NOW.date(),
        "by": world.head,
        "at": NOW,
    }
    reject_figures(
        figures=report_figures(unit=world.unit, **values), reason="x", by=world.coordinator, at=NOW
    )
    verify_figures(figures=report_figures(unit=world.unit, **values), by=world.coordinator, at=NOW)
    matter = raise_matter(unit=world.unit, need="x", by=world.head, at=NOW)
    answer_matter(matter=matter, answer="y", by=world.coordinator, at=NOW)


def enqueued_kinds() -> set[str]:
    """The kinds that the source puts in the outbox: those of the workflow, and those written out."""
    kinds = {transition.audit_kind for transition in TRANSITIONS}
    for folder in ("orders", "inventory", "entitlements", "portal"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "enqueue":
                    kinds |= {one.value for one in node.args[:1] if isinstance(one, ast.Constant)}
    return kinds | {"figures.verified", "figures.rejected", MAIL, "document.due"}


def test_every_kind_that_is_enqueued_has_a_handler() -> None:
    assert enqueued_kinds() <= known_kinds()


def test_every_handler_run_twice_leaves_the_same(world: World) -> None:
    everything(world)
    ran: set[str] = set()
    before = None
    while waiting := list(Message.objects.filter(sent_at__isnull=True).exclude(kind__in=ran)[:1]):
        message = waiting[0]
        for _ in range(2):
            for handler in handlers_of(message.kind):
                handler(message.payload, LATER)
            state = (
                set(Message.objects.values_list("dedupe_key", flat=True)),
                set(Document.objects.values_list("pk", "content_hash")),
                set(Notification.objects.values_list("pk", "message_id", "sent_at", "settled_at")),
                len(mail.outbox),
            )
            if message.kind in ran:
                assert state == before, message.kind
            ran.add(message.kind)
            before = state
    # The rest of what follows on a published appendix is tried with the notices.
    assert enqueued_kinds() - {"appendix.published", "assets.exported", "sheet.asked"} <= ran


def test_every_mail_renders(world: World) -> None:
    everything(world)
    drain()
    used = set(Notification.objects.exclude(sent_at=None).values_list("kind", flat=True))
    quiet = {"notification.digest", "reminder.check", "reminder.attest", "reminder.receipt"}
    # By the time that all is done nobody need be told to do it; each of these is tried by itself above.
    settled = {
        "order.submitted",
        "order.returned",
        "order.checked",
        "order.to_deliver",
        "delivery.arrived",
        "figures.reported",
        "matter.raised",
    }
    # Each room tries its own.
    rooms = ("notice.", "move.", "round.", "return.", "incident.", "loan.", "network.")
    elsewhere = {name for name in mail_kinds() if name.startswith(rooms)}
    assert set(mail_kinds()) - used <= quiet | settled | elsewhere


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "templates/mail").glob("*.txt")))
def test_every_mail_template_is_used(name: str) -> None:
    templates = {kind.template for kind in mail_kinds().values()}
    assert f"mail/{name}" in templates | {"mail/base.txt"}
