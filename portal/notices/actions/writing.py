"""What the notice actions share: checking a text, storing its content, taking a step that everyone is told of."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from portal.core.audit.actions import record
from portal.core.constraints import guarded
from portal.core.errors import Errors, Invalid
from portal.core.outbox.actions import enqueue
from portal.core.people.models import User
from portal.core.text import is_plain
from portal.notices.content import NoticeContent
from portal.notices.models import Kind, Notice, NoticeAudience, NoticeUpdate
from portal.notices.models.notice import CLOSED_STATES, NOTICE_AHEAD

LONGEST_TITLE, LONGEST_TEXT, LONGEST_REASON = 120, 4000, 300
UPDATE_EVERY = timedelta(minutes=30)
"""How often the author of a major or critical outage is asked for news."""
UPDATED = "notice.updated"
PUBLISHED = "notice.published"


def lock_notice(notice: Notice) -> Notice:
    """The notice's row, locked until the transaction ends."""
    rows = Notice.objects.select_for_update(of=("self",), no_key=True).select_related("region")
    return rows.get(pk=notice.pk)


def require_texts(**texts: str) -> None:
    """Raise Errors, one for each text that is missing, too long or not plain. Keys are field names; ``title`` and
    ``text`` must be there."""
    faults = []
    for field, text in texts.items():
        longest = {"text": LONGEST_TEXT, "text_en": LONGEST_TEXT, "short_notice_reason": LONGEST_REASON}.get(
            field, LONGEST_TITLE
        )
        if field in ("title", "text") and not text.strip():
            missing = "Skriv en rubrik." if field == "title" else "Skriv vad som har hänt eller ska hända."
            faults.append(Invalid("text_missing", missing, field=field))
        elif len(text) > longest:
            faults.append(Invalid("too_long", f"Korta texten till högst {longest} tecken.", field=field))
        elif not is_plain(text):
            faults.append(
                Invalid("not_plain", "Texten har tecken som inte går att visa. Skriv om den.", field=field)
            )
    if faults:
        raise Errors(faults)


def require_window(content: NoticeContent, at: datetime | None) -> None:
    """Raise Invalid unless planned maintenance has a window to come, told of seven days ahead or with a reason why
    not. ``at`` None: a draft, whose window may still be missing."""
    start, end = content.window_start, content.window_end
    if start is None and end is None:
        if content.kind == Kind.MAINTENANCE and at is not None:
            raise Invalid("window_missing", "Ange när underhållet börjar och slutar.", field="window_start")
        return
    if start is None or end is None:
        missing = "window_start" if start is None else "window_end"
        raise Invalid("window_half", "Ange både start och slut.", field=missing)
    if end <= start:
        raise Invalid("window_order", "Sluttiden ska vara efter starttiden.", field="window_end")
    if at is None or content.kind != Kind.MAINTENANCE:
        return
    if end <= at:
        raise Invalid(
            "window_past", "Underhållets tid har redan passerat. Ange en tid framåt.", field="window_end"
        )
    if start < at + NOTICE_AHEAD and not content.short_notice_reason.strip():
        raise Invalid(
            "short_notice",
            "Underhållet börjar om mindre än 7 dagar. Skriv varför det inte kan vänta.",
            field="short_notice_reason",
        )


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
    notice: Notice,
    kind: str,
    *,
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
    )
    return update


def _news_due(notice: Notice, at: datetime) -> datetime | None:
    """When the author is to write next: half an hour on for a major outage, when the window ends for maintenance."""
    if notice.needs_updates:
        return at + UPDATE_EVERY
    if notice.is_open and notice.kind == Kind.MAINTENANCE:
        return max(notice.window_end, at + UPDATE_EVERY) if notice.window_end else None
    return None
