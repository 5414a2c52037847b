"""Reaching a notice's audience: its units and people are written down, and the people told."""

from datetime import datetime

from django.db import transaction

from portal.core.clock import local_date
from portal.core.notifications.actions.notify import notify
from portal.notices.audience import Audience
from portal.notices.models import Notice, NoticeRecipient, NoticeUnit, NoticeUpdate
from portal.notices.queries.audience import addressees, units_in
from portal.notices.tellings import kind_of_mail

BATCH = 5000


def reach_audience(*, notice: Notice, at: datetime) -> int:
    """Write down the units and people in the audience who are not there yet, and tell those who have not been told of
    the latest update that was to be mailed; give how many were told.

    Run again it adds whoever has come to belong to the audience since: a unit that got the equipment, a new head.
    Nobody is taken away. A handful of queries for each 5 000 rows.
    """
    with transaction.atomic():
        today = local_date(at)
        audience = Audience.of(notice.audience.values_list("dimension", "value"))
        units = units_in(notice.region_id, audience, today).order_by("pk").values_list("pk", flat=True)
        NoticeUnit.objects.bulk_create(
            (NoticeUnit(notice=notice, unit_id=unit_id, queued_at=at) for unit_id in units),
            batch_size=BATCH,
            ignore_conflicts=True,
        )
        people = addressees(notice.region_id, audience, today)
        NoticeRecipient.objects.bulk_create(
            (
                NoticeRecipient(notice=notice, person_id=one.person_id, unit_id=one.unit_id, role=one.role)
                for one in people
            ),
            batch_size=BATCH,
            ignore_conflicts=True,
        )
        Notice.objects.filter(pk=notice.pk, queued_at__isnull=True).update(queued_at=at)
        latest = NoticeUpdate.objects.filter(notice=notice, by_mail=True).first()
        if latest is None:
            return 0
        return notify(
            kind_of_mail(notice),
            to=[one.person_id for one in people],
            payload={"notice": notice.pk, "sequence": latest.sequence},
            event=event_of(notice, latest.sequence),
            about=about(notice),
            at=at,
        )


def about(notice: Notice) -> str:
    """What the log of notifications calls the notice."""
    return f"notice:{notice.pk}"


def event_of(notice: Notice, sequence: int) -> str:
    """What is told once to each person: an update of a notice."""
    return f"{about(notice)}:{sequence}"
