"""What happens after a notice is published or updated, and after an appendix is. Each bears being run twice."""

from datetime import datetime
from typing import Any

from entitlements.models import AppendixVersion
from portal.core.outbox.registry import subscribe
from portal.notices.actions.appendix import announce_appendix
from portal.notices.actions.reach import reach_audience
from portal.notices.actions.storing import PUBLISHED, UPDATED
from portal.notices.models import Notice, NoticeUpdate
from portal.notices.tellings import register_tellings
from portal.notices.webhooks.sending import SEND, queue_update, send


def subscribe_all() -> None:
    """Called once when the app is ready."""
    register_tellings()
    subscribe(PUBLISHED, notice_told)
    subscribe(UPDATED, notice_told)
    subscribe(PUBLISHED, webhooks_told)
    subscribe(UPDATED, webhooks_told)
    subscribe(SEND, send)
    subscribe("appendix.published", appendix_published)


def notice_told(payload: dict[str, Any], at: datetime) -> None:
    notice = Notice.objects.filter(pk=payload["notice"]).first()
    if notice is not None:
        reach_audience(notice=notice, at=at)


def webhooks_told(payload: dict[str, Any], at: datetime) -> None:
    updates = NoticeUpdate.objects.filter(notice=payload["notice"], sequence=payload["sequence"])
    update = updates.select_related("notice").first()
    if update is not None:
        queue_update(update, at)


def appendix_published(payload: dict[str, Any], at: datetime) -> None:
    version = AppendixVersion.objects.filter(pk=payload["appendix"]).first()
    if version is not None:
        announce_appendix(version=version, at=at)
