"""Notices for tests: drafted, published and sent through the same actions as elsewhere."""

from datetime import datetime, timedelta
from typing import Any

from portal.core.outbox.actions import dispatch_next
from portal.core.people.models import User
from portal.notices.actions.draft import save_draft
from portal.notices.actions.publish import publish_notice
from portal.notices.audience import Audience
from portal.notices.content import NoticeContent
from portal.notices.models import Kind, Notice
from tests.world import NOW, World

_AUTHORS = {Kind.CHANGE: "editor", Kind.INFORMATION: "coordinator", Kind.INVENTORY: "coordinator"}


def author_of(world: World, kind: str) -> User:
    return world.people[_AUTHORS.get(Kind(kind), "it_coordinator")]


def content(kind: str = Kind.OUTAGE, *audience: tuple[str, str], **more: Any) -> NoticeContent:
    """What an author might write: an outage of the record system unless something else is said."""
    more.setdefault("title", "Utskrifter från Cosmic")
    more.setdefault("text", "Etiketter kan dröja upp till 15 minuter.")
    if kind == Kind.MAINTENANCE:
        more.setdefault("window_start", NOW + timedelta(days=10))
        more.setdefault("window_end", more["window_start"] + timedelta(hours=1))
    return NoticeContent(kind=kind, audience=Audience.of(audience), **more)


def drafted(
    world: World, kind: str = Kind.OUTAGE, *audience: tuple[str, str], at: datetime = NOW, **more: Any
) -> Notice:
    by = author_of(world, kind)
    return save_draft(region=world.region, content=content(kind, *audience, **more), by=by, at=at)


def published(
    world: World, kind: str = Kind.OUTAGE, *audience: tuple[str, str], at: datetime = NOW, **more: Any
) -> Notice:
    notice = drafted(world, kind, *audience, at=at, **more)
    return publish_notice(notice=notice, by=author_of(world, kind), at=at)


def reached(
    world: World, kind: str = Kind.OUTAGE, *audience: tuple[str, str], at: datetime = NOW, **more: Any
) -> Notice:
    """Published, and carried out to its audience by the outbox."""
    notice = published(world, kind, *audience, at=at, **more)
    send(at)
    notice.refresh_from_db()
    return notice


def send(at: datetime = NOW) -> None:
    """Empty the outbox of what is due."""
    while dispatch_next(at):
        pass
