"""Publishing a notice, and telling more of one that is published."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Conflict, Errors, Invalid
from portal.core.people.models import User
from portal.core.units.queries import roles_of
from portal.notices.access import may_update, may_write
from portal.notices.actions.checking import (
    LONGEST_REASON,
    content_of,
    faults_in,
    require_seen,
    require_texts,
    require_window,
)
from portal.notices.actions.storing import PUBLISHED, UPDATED, lock_notice, tell
from portal.notices.audience import Audience
from portal.notices.content import UpdateContent
from portal.notices.models import Impact, Kind, Notice, NoticeUpdate
from portal.notices.models.notice import NOTICE_AHEAD
from portal.notices.queries.audience import units_in
from portal.notices.workflow import first_state, require_draft, require_next


def publish_notice(
    *, notice: Notice, by: User | None, at: datetime, state: str = "", seen: str | None = None
) -> Notice:
    """Make a draft known to its audience. The units are queued by the outbox, and all see it within a minute.

    ``state``: for an outage whose cause is known already. ``seen`` is the digest of the content that the author had
    before him, None when there was no page. ``by`` None is the portal itself, for an appendix that was read in.
    Raises Conflict when it is published already, was changed meanwhile or nobody is in its audience, Errors when
    something is lacking (``faults_in``).
    """
    with transaction.atomic():
        notice = lock_notice(notice)
        today = local_date(at)
        if by is not None:
            require(may_write(roles_of(by, today), notice.region_id, notice.kind))
        require_draft(notice)
        audience = Audience.of(notice.audience.values_list("dimension", "value"))
        content = content_of(notice, audience)
        require_seen(notice, content, seen)
        if faults := faults_in(content, at):
            raise Errors(faults)
        if not units_in(notice.region_id, audience, today).exists():
            raise Conflict("nobody_concerned", "Ingen enhet ingår i målgruppen. Ändra vilka som berörs.")
        notice.state = first_state(notice, state)
        notice.published_at, notice.published_by = at, by
        tell(notice=notice, kind=PUBLISHED, text=notice.text, text_en=notice.text_en, by=by, at=at)
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
            notice=notice,
            kind=UPDATED,
            text=content.text,
            text_en=content.text_en,
            by=by,
            at=at,
            is_correction=content.is_correction,
            by_mail=content.by_mail,
            before=before,
        )


def _move_window(notice: Notice, content: UpdateContent) -> None:
    """A new time for planned work. That it comes at short notice is told in the update itself."""
    if content.window_start is None and content.window_end is None:
        return
    start = content.window_start or notice.window_start
    moved = replace(
        content_of(notice, Audience()), window_start=start, window_end=content.window_end or notice.window_end
    )
    require_window(moved, None)
    notice.window_start, notice.window_end = start, moved.window_end
    late = start and notice.published_at and start < notice.published_at + NOTICE_AHEAD
    if notice.kind == Kind.MAINTENANCE and late and not notice.short_notice_reason:
        notice.short_notice_reason = content.text.strip()[:LONGEST_REASON]
