"""Drafting a notice."""

from datetime import datetime

from django.db import transaction

from orders.numbers import next_number
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.people.models import User
from portal.core.units.models import Region
from portal.core.units.queries import roles_of
from portal.notices.access import may_write
from portal.notices.actions.checking import content_of, require_content, require_seen
from portal.notices.actions.storing import lock_notice, store
from portal.notices.audience import Audience
from portal.notices.content import NoticeContent
from portal.notices.models import Notice
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
    seen: str | None = None,
) -> Notice:
    """Write a draft, or write it anew. ``seen`` is the digest of the content that the author began from. Raises
    NotAllowed for a kind that the person may not write, Invalid for what cannot be stored, Conflict when the draft has
    been published or changed by another."""
    require_content(content)
    with transaction.atomic():
        roles = roles_of(by, local_date(at))
        require(may_write(roles, region.pk, content.kind))
        if notice is not None:
            notice = lock_notice(notice)
            require(may_write(roles, notice.region_id, notice.kind))
            require_draft(notice)
            audience = Audience.of(notice.audience.values_list("dimension", "value"))
            require_seen(notice, content_of(notice, audience), seen)
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
