"""What the tests of notifications share: kinds of their own, and emptying the outbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from portal.core.notifications import kinds
from portal.core.notifications.actions.notify import notify
from portal.core.notifications.kinds import Kind, register_kinds
from portal.core.notifications.models import Notification
from portal.core.outbox.actions import dispatch_next
from portal.core.people.models import User
from tests.world import NOW

PLAIN, URGENT, MANDATORY = "test.plain", "test.urgent", "test.mandatory"


def _context(payload: dict[str, Any]) -> dict[str, Any] | None:
    if payload.get("settled"):
        return None
    return {"number": payload.get("number", "1"), "path": "/sida/"}


@contextmanager
def known_kinds() -> Iterator[None]:
    """Three kinds for a test: one as any, one that is urgent, one that must be told."""
    made = [
        Kind(name, f"Titel {name}", "Prov", "Ämne {number}", "mail/order_closed.txt", _context, **more)
        for name, more in ((PLAIN, {}), (URGENT, {"urgent": True}), (MANDATORY, {"mandatory": True}))
    ]
    register_kinds(*made)
    yield
    for kind in made:
        kinds._kinds.pop(kind.name)


def tell(*people: User, event: str = "e", kind: str = PLAIN, at: datetime = NOW, **payload: Any) -> int:
    return notify(kind, to=people, payload=payload, event=event, at=at)


def drain(at: datetime) -> None:
    while dispatch_next(at):
        pass


def only(person: User) -> Notification:
    return Notification.objects.get(person=person)
