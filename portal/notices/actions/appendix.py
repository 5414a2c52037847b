"""A new version of the appendix is told of without delay (Kalmar IT §1)."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format

from entitlements.models import AppendixVersion
from orders.numbers import next_number
from portal.core.clock import add_workdays, local_date
from portal.notices.actions.checking import ANSWER_WITHIN, LONGEST_TEXT
from portal.notices.actions.draft import SERIES
from portal.notices.actions.publish import publish_notice
from portal.notices.audience import Audience
from portal.notices.models import Kind, Notice
from portal.notices.queries.audience import units_in


def announce_appendix(*, version: AppendixVersion, at: datetime) -> Notice | None:
    """Tell every unit of the region that a new version is published, once. The acknowledgement never gates its effect.

    None for the first version of all, which changes nothing for anybody, and for a region that has no units yet.
    """
    today = local_date(at)
    with transaction.atomic():
        earlier = AppendixVersion.objects.filter(
            region_id=version.region_id, published_at__isnull=False, valid_from__lt=version.valid_from
        )
        done = Notice.objects.filter(region_id=version.region_id, kind=Kind.CHANGE, source=version.label)
        if done.exists() or not earlier.exists():
            return None
        if not units_in(version.region_id, Audience(), today).exists():
            return None
        with translation.override("sv"):
            day = date_format(version.valid_from, "j F Y")
        notice = Notice.objects.create(
            region_id=version.region_id,
            number=next_number(SERIES, today.year),
            kind=Kind.CHANGE,
            title=f"{version.label} gäller från {day}"[:120],
            text=f"En ny version av bilagan är publicerad och gäller från {day}.\n\n{version.change_summary}".strip()[
                :LONGEST_TEXT
            ],
            needs_acknowledgement=True,
            acknowledge_before=add_workdays(today, ANSWER_WITHIN),
            source=version.label,
            created_at=at,
            created_by=version.published_by,
        )
        return publish_notice(notice=notice, by=None, at=at)
