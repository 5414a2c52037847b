"""Publishing a notice, and telling more of one that is published."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid
from portal.core.people.models import User
from portal.core.units.queries import roles_of
from portal.notices.access import may_update, may_write
from portal.notices.actions.writing import (
    PUBLISHED,
    UPDATED,
    lock_notice,
    require_texts,
    require_window,
    tell,
)
from portal.notices.audience import Audience
from portal.notices.content import NoticeContent, UpdateContent
from portal.notices.models import Impact, Kind, Notice, NoticeUpdate
from portal.notices.queries.audience import units_in
from portal.notices.workflow import first_state, require_draft, require_next


def publish_notice(*, notice: Notice, by: User | None, at: datetime, state: str = "") -> Notice:
    """Make a draft known to its audience. The units are queued by the outbox, and all see it within a minute.

    ``state``: for an outage whose cause is known already. ``by`` None is the portal itself, for an appendix that was
    read in. Raises Conflict when it is published already or nobody is in its audience, Invalid when maintenance lacks
    its window, or its reason for coming late.
    """
    with transaction.atomic():
        notice = lock_notice(notice)
        today = local_date(at)
        if by is not None:
            require(may_write(roles_of(by, today), notice.region_id, notice.kind))
        require_draft(notice)
        audience = Audience.of(notice.audience.values_list("dimension", "value"))
        require_window(content_of(notice, audience), at)
        _require_acknowledgeable(notice, at)
        if not units_in(notice.region_id, audience, today).exists():
            raise Conflict("nobody_concerned", "Ingen enhet ingår i målgruppen. Ändra vilka som berörs.")
        notice.state = first_state(notice, state)
        notice.published_at, notice.published_by = at, by
        tell(notice, PUBLISHED, text=notice.text, text_en=notice.text_en, by=by, at=at)
    return notice


def update_notice(
    *, notice: Notice, content: UpdateContent, seen: int, by: User, at: datetime
) -> NoticeUpdate:
    """Tell what is new, or correct what was said: always a new update, never a change of an old one.

    ``seen`` is the sequence that the author had before him. Raises Conflict when someone else was first or the state
    cannot follow, Invalid for a text or window that will not do.
    """
    require_texts(
        title=content.title or notice.title,
        text=content.text,
        title_en=content.title_en,
        text_en=content.text_en,
    )
    if content.impact not in Impact.values:
        raise Invalid("unknown_impact", "Välj hur stor påverkan är.", field="impact")
    with transaction.atomic():
        notice = lock_notice(notice)
        require(may_update(roles_of(by, local_date(at)), notice))
        if notice.sequence != seen or notice.published_at is None:
            raise Conflict(
                "stale",
                f"{notice.number} har uppdaterats sedan du öppnade sidan. Läs det nya och försök igen.",
            )
        require_next(notice, content.state)
        before = {"state": notice.state, "impact": notice.impact, "title": notice.title}
        notice.state, notice.impact = content.state, content.impact
        notice.title = content.title.strip() or notice.title
        notice.title_en = content.title_en.strip() or notice.title_en
        _move_window(notice, content)
        return tell(
            notice,
            UPDATED,
            text=content.text,
            text_en=content.text_en,
            by=by,
            at=at,
            is_correction=content.is_correction,
            by_mail=content.by_mail,
            before=before,
        )


def content_of(notice: Notice, audience: Audience) -> NoticeContent:
    """The draft as its author wrote it."""
    return NoticeContent(
        kind=notice.kind,
        title=notice.title,
        text=notice.text,
        impact=notice.impact,
        title_en=notice.title_en,
        text_en=notice.text_en,
        affects=tuple(notice.affects),
        audience=audience,
        window_start=notice.window_start,
        window_end=notice.window_end,
        short_notice_reason=notice.short_notice_reason,
        needs_acknowledgement=notice.needs_acknowledgement,
        acknowledge_before=notice.acknowledge_before,
    )


def _move_window(notice: Notice, content: UpdateContent) -> None:
    """A new time for planned work. That it comes at short notice is told in the update itself."""
    if content.window_start is None and content.window_end is None:
        return
    moved = replace(
        content_of(notice, Audience()),
        window_start=content.window_start or notice.window_start,
        window_end=content.window_end or notice.window_end,
    )
    require_window(moved, None)
    notice.window_start, notice.window_end = moved.window_start, moved.window_end
    if notice.kind == Kind.MAINTENANCE and not notice.short_notice_reason:
        notice.short_notice_reason = content.text.strip()[:300]


def _require_acknowledgeable(notice: Notice, at: datetime) -> None:
    if not notice.needs_acknowledgement:
        return
    if notice.acknowledge_before is None:
        raise Invalid(
            "day_missing", "Ange senast när meddelandet ska vara kvitterat.", field="acknowledge_before"
        )
    if notice.acknowledge_before < local_date(at):
        raise Invalid("day_past", "Dagen har redan passerat. Ange en dag framåt.", field="acknowledge_before")
