"""Drafting a notice."""

from datetime import datetime

from django.db import transaction

from orders.numbers import next_number
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.errors import Invalid
from portal.core.people.models import User
from portal.core.units.models import Region
from portal.core.units.queries import roles_of
from portal.notices.access import may_write
from portal.notices.actions.writing import lock_notice, require_texts, require_window, store
from portal.notices.content import NoticeContent
from portal.notices.models import Impact, Kind, Notice
from portal.notices.workflow import require_draft

SERIES = "D"


def save_draft(
    *,
    region: Region,
    content: NoticeContent,
    by: User,
    at: datetime,
    notice: Notice | None = None,
    source: str = "",
) -> Notice:
    """Write a draft, or write it anew. Raises NotAllowed for a kind that the person may not write, Invalid for what
    cannot be stored, Conflict when it has been published."""
    require_content(content)
    with transaction.atomic():
        roles = roles_of(by, local_date(at))
        require(may_write(roles, region.pk, content.kind))
        if notice is not None:
            notice = lock_notice(notice)
            require(may_write(roles, notice.region_id, notice.kind))
            require_draft(notice)
        else:
            number = next_number(SERIES, local_date(at).year)
            notice = Notice(region=region, number=number, created_at=at, created_by=by, source=source)
        store(notice, content)
        record(
            "notice.drafted", by=by, at=at, subject=("notice", notice.number), after={"title": notice.title}
        )
    return notice


def discard_draft(*, notice: Notice, by: User, at: datetime) -> None:
    """Throw a draft away. What is published stays."""
    with transaction.atomic():
        notice = lock_notice(notice)
        require(may_write(roles_of(by, local_date(at)), notice.region_id, notice.kind))
        require_draft(notice)
        notice.delete()
        record(
            "notice.discarded",
            by=by,
            at=at,
            subject=("notice", notice.number),
            before={"title": notice.title},
        )


def require_content(content: NoticeContent) -> None:
    """Raise Errors or Invalid for a content that cannot be stored."""
    if content.kind not in Kind.values:
        raise Invalid("unknown_kind", "Välj vad meddelandet gäller.", field="kind")
    if content.impact not in Impact.values:
        raise Invalid("unknown_impact", "Välj hur stor påverkan är.", field="impact")
    require_texts(
        title=content.title,
        text=content.text,
        title_en=content.title_en,
        text_en=content.text_en,
        short_notice_reason=content.short_notice_reason,
    )
    require_window(content, None)
