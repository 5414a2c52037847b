"""What the notice actions share: storing a content, taking a step that everyone is told of."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from portal.core.audit.actions import record
from portal.core.constraints import guarded
from portal.core.errors import Missing
from portal.core.outbox.actions import enqueue
from portal.core.outbox.models import NORMAL, URGENT
from portal.core.people.models import User
from portal.notices.content import NoticeContent
from portal.notices.models import Kind, Notice, NoticeAudience, NoticeUpdate
from portal.notices.models.notice import CLOSED_STATES

UPDATE_EVERY = timedelta(minutes=30)
"""How often the author of a major or critical outage is asked for news."""
UPDATED = "notice.updated"
PUBLISHED = "notice.published"


def lock_notice(notice: Notice) -> Notice:
    """The notice's row, locked until the transaction ends. Raises Missing for a draft that was thrown away."""
    rows = Notice.objects.select_for_update(of=("self",), no_key=True).select_related("region")
    row = rows.filter(pk=notice.pk).first()
    if row is None:
        raise Missing("gone", "Utkastet finns inte längre. Någon har kastat det.")
    return row


def store(notice: Notice, content: NoticeContent) -> None:
    """Write the content to the draft and its audience anew."""
    for name in (
        "kind",
        "impact",
        "window_start",
        "window_end",
        "needs_acknowledgement",
        "acknowledge_before",
    ):
        setattr(notice, name, getattr(content, name))
    for name in ("title", "text", "title_en", "text_en", "short_notice_reason"):
        setattr(notice, name, getattr(content, name).strip())
    notice.affects = sorted(set(content.affects))
    if not notice.needs_acknowledgement:
        notice.acknowledge_before = None
    with guarded():
        notice.save()
    notice.audience.all().delete()
    NoticeAudience.objects.bulk_create(
        NoticeAudience(notice=notice, dimension=dimension, value=value)
        for dimension, value in content.audience.rows
    )


def tell(
    *,
    notice: Notice,
    kind: str,
    text: str,
    text_en: str,
    by: User | None,
    at: datetime,
    is_correction: bool = False,
    by_mail: bool = True,
    before: Mapping[str, Any] | None = None,
) -> NoticeUpdate:
    """Save the notice as it now stands, write its update, log the act and put its message in the outbox. The row is
    locked and its new state set by the caller."""
    notice.sequence += 1
    notice.updated_at, notice.updated_by = at, by
    if notice.state in CLOSED_STATES and notice.closed_at is None:
        notice.closed_at, notice.closed_by = at, by
    notice.update_due_at = _news_due(notice, at)
    with guarded():
        notice.save()
        update = NoticeUpdate.objects.create(
            notice=notice,
            sequence=notice.sequence,
            state=notice.state,
            impact=notice.impact,
            title=notice.title,
            title_en=notice.title_en,
            text=text.strip(),
            text_en=text_en.strip(),
            window_start=notice.window_start,
            window_end=notice.window_end,
            is_correction=is_correction,
            by_mail=by_mail,
            published_at=at,
            published_by=by,
        )
    record(
        kind,
        by=by,
        at=at,
        subject=("notice", notice.number),
        before=before,
        after={
            "state": notice.state,
            "impact": notice.impact,
            "title": notice.title,
            "sequence": notice.sequence,
        },
    )
    enqueue(
        kind,
        payload={"notice": notice.pk, "sequence": notice.sequence},
        dedupe_key=f"{kind}:{notice.number}:{notice.sequence}",
        at=at,
        # Nobody should have to wait for yesterday's mails to learn what does not work now.
        priority=URGENT if notice.kind == Kind.OUTAGE else NORMAL,
    )
    return update


def _news_due(notice: Notice, at: datetime) -> datetime | None:
    """When the author is to write next: half an hour on for a major outage, when the window ends for maintenance."""
    if notice.needs_updates:
        return at + UPDATE_EVERY
    if notice.is_open and notice.kind == Kind.MAINTENANCE:
        return max(notice.window_end, at + UPDATE_EVERY) if notice.window_end else None
    return None
