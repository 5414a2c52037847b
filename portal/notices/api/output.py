"""Notices as JSON. Plain functions, as everywhere in the API."""

from collections.abc import Iterable
from typing import Any

from portal.core.web.api_shapes import person_output
from portal.notices.models import NoticeUnit, NoticeUpdate


def listed(notice: Any) -> dict[str, Any]:
    """``notice`` has ``is_unread`` and its region."""
    return {
        "number": notice.number,
        "region": notice.region.code,
        "kind": notice.kind,
        "state": notice.state,
        "impact": notice.impact,
        "title": notice.title,
        "title_en": notice.title_en,
        "affects": notice.affects,
        "window_start": notice.window_start,
        "window_end": notice.window_end,
        "needs_acknowledgement": notice.needs_acknowledgement,
        "acknowledge_before": notice.acknowledge_before,
        "published_at": notice.published_at,
        "updated_at": notice.updated_at,
        "closed_at": notice.closed_at,
        "unread": notice.is_unread,
    }


def whole(notice: Any, concerns: list[str], units: Iterable[NoticeUnit]) -> dict[str, Any]:
    """``concerns``: whom it is for, in words. ``units``: the person's own among those that it was sent to."""
    return {
        **listed(notice),
        "concerns": concerns,
        "short_notice_reason": notice.short_notice_reason,
        "updates": [_update(one) for one in notice.updates.all()],
        "units": [_acknowledgement(row) for row in units],
    }


def _update(one: NoticeUpdate) -> dict[str, Any]:
    return {
        "sequence": one.sequence,
        "published_at": one.published_at,
        "state": one.state,
        "impact": one.impact,
        "title": one.title,
        "title_en": one.title_en,
        "text": one.text,
        "text_en": one.text_en,
        "window_start": one.window_start,
        "window_end": one.window_end,
        "is_correction": one.is_correction,
    }


def _acknowledgement(row: NoticeUnit) -> dict[str, Any]:
    return {
        "unit": {"hsa_id": row.unit.hsa_id, "name": row.unit.name},
        "acknowledged_at": row.acknowledged_at,
        "acknowledged_by": person_output(row.acknowledged_by),
    }
