"""R2 and R3: the worker is killed again and again in the midst of its work; nothing is lost and nothing is doubled.

``PORTAL_R2_KILLS=100`` runs the promise in full.
"""

import os
import random
import time
from datetime import timedelta

import pytest

from orders.actions.submit import withdraw_order
from orders.models import Document, Order
from portal.core import clock
from portal.core.audit.chain import broken_links
from portal.core.audit.models import AuditEvent
from portal.core.notifications.actions.notify import MAIL
from portal.core.notifications.models import Notification
from portal.core.outbox.models import Message
from portal.core.outbox.tasks import drain
from tests import steps
from tests.fixtures.live import LiveWorker, wait_for
from tests.world import make_world

KILLS = int(os.environ.get("PORTAL_R2_KILLS", "5"))
SEED = 20261118


def swept() -> bool:
    """What beat does every minute, and whether anything waits."""
    drain.apply_async(ignore_result=True)
    time.sleep(0.3)
    return not Message.objects.filter(sent_at__isnull=True).exists()


@pytest.mark.slow
def test_a_killed_worker_loses_nothing_and_doubles_nothing(live_worker: LiveWorker) -> None:
    world, rng = make_world(), random.Random(SEED)
    for _ in range(KILLS):
        order = steps.attested(world, at=clock.now() - timedelta(hours=3))
        withdraw_order(order=order, by=world.head, at=clock.now())
        time.sleep(rng.uniform(0, 0.8))
        live_worker.kill()
        live_worker.start()
    wait_for(swept, seconds=60)

    messages = Message.objects.all()
    assert messages.count() > 4 * KILLS
    assert not messages.filter(sent_at__isnull=True).exists()
    # What was cut off left no trace: the message that was tried is the one that succeeded.
    assert set(messages.values_list("attempts", "last_error")) == {(1, "")}
    assert messages.filter(kind=MAIL).count() == Notification.objects.count() > 0
    assert not Notification.objects.filter(sent_at=None, failed_at=None, settled_at=None).exists()
    sent = Notification.objects.exclude(sent_at=None)
    assert sent.count() == sent.values("message_id").distinct().count() > 0
    assert Document.objects.filter(kind=Document.Kind.ORDER).count() == Order.objects.count() == KILLS
    assert broken_links(AuditEvent) == []
