"""A webhook to a real receiver, and a notice that it is told of."""

from portal.core import clock
from portal.notices.actions.webhooks import add_webhook
from portal.notices.models import Kind, Notice, WebhookEndpoint
from tests.notices.receiving import Receiver
from tests.notices.writing import published
from tests.notices.writing import send as empty_outbox
from tests.world import World


def hooked(world: World, receiver: Receiver, **more: object) -> WebhookEndpoint:
    return add_webhook(
        region=world.region,
        **{"name": "Driftsidan", "url": receiver.url, "by": world.it_coordinator, "at": clock.now(), **more},
    )


def told(world: World, kind: str = Kind.OUTAGE, **more: object) -> Notice:
    """Published now, since a signature is believed for five minutes."""
    notice = published(world, kind, at=clock.now(), **more)
    empty_outbox(clock.now())
    return notice
