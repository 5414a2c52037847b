"""What waits for someone: units to acknowledge, authors to tell more, coordinators to follow up."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.core.fields import valid_on
from portal.core.units.models import Assignment, Role
from portal.core.units.roles import RoleSet
from portal.notices.access import AUTHORS
from portal.notices.models import Notice, NoticeUnit


def to_acknowledge(units: Collection[int]) -> QuerySet[NoticeUnit]:
    """Where units have not acknowledged an open notice that asks for it, with the notice; the least time left first."""
    waiting = NoticeUnit.objects.filter(unit_id__in=units, acknowledged_at__isnull=True)
    asked = waiting.filter(
        notice__needs_acknowledgement=True, notice__published_at__isnull=False, notice__closed_at__isnull=True
    )
    return asked.select_related("notice").order_by("notice__acknowledge_before", "notice_id", "unit_id")


def who_acknowledge(notice: Notice, on: date) -> QuerySet[Assignment]:
    """The roles on the day of those who can acknowledge for the units that have not: heads and IT contacts, of the
    unit itself or of the main unit of a branch."""
    waiting = NoticeUnit.objects.filter(notice=notice, acknowledged_at__isnull=True)
    return Assignment.objects.filter(
        valid_on(on),
        Q(unit__in=waiting.values("unit")) | Q(unit__in=waiting.values("unit__parent")),
        role__in=(Role.HEAD_OF_UNIT, Role.IT_CONTACT),
        user__is_active=True,
    )


def still_reaching(on: date) -> QuerySet[Notice]:
    """Open notices that have been sent and are sent on to whoever comes to their audience. Not those whose last day to
    acknowledge has passed: a new unit is not asked to answer by a day that is over, years after a change."""
    sent = Notice.objects.open().filter(queued_at__isnull=False)
    return sent.exclude(needs_acknowledgement=True, acknowledge_before__lt=on).order_by("pk")


def due_in(regions: Collection[int], at: datetime) -> QuerySet[Notice]:
    """Notices of the regions where news is due, the longest due first."""
    return (
        Notice.objects.open().filter(region_id__in=regions, update_due_at__lte=at).order_by("update_due_at")
    )


def waiting_for_news(roles: RoleSet, at: datetime) -> list[Notice]:
    """Notices of a kind that the person may write, where news is due. One query."""
    return [
        notice
        for notice in due_in(roles.all_region_ids, at)
        if notice.region_id in roles.regions_with(*AUTHORS[notice.kind])
    ]


def not_acknowledged(roles: RoleSet, on: date) -> QuerySet[Notice]:
    """Open notices of the coordinator's regions whose last day has passed while some unit has not acknowledged."""
    waiting = NoticeUnit.objects.filter(notice=OuterRef("pk"), acknowledged_at__isnull=True)
    regions = roles.regions_with(Role.COORDINATOR)
    late = Notice.objects.open().filter(region_id__in=regions, acknowledge_before__lt=on)
    return late.filter(Exists(waiting), needs_acknowledgement=True).order_by("acknowledge_before", "pk")
