"""What the units do with a notice: open it, acknowledge it."""

from datetime import datetime

from django.db import transaction

from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.errors import Missing
from portal.core.people.models import User
from portal.core.units.models import CareUnit
from portal.core.units.queries import roles_of
from portal.notices.access import may_acknowledge
from portal.notices.models import Notice, NoticeReading, NoticeUnit


def open_notice(*, notice: Notice, by: User, at: datetime) -> None:
    """Note that the person has the notice before him, as it now stands. A reading is no act, so it is not logged."""
    NoticeReading.objects.bulk_create(
        [NoticeReading(notice=notice, opened_by=by, sequence=notice.sequence, opened_at=at)],
        update_conflicts=True,
        unique_fields=["opened_by", "notice"],
        update_fields=["sequence", "opened_at"],
    )


def acknowledge(*, notice: Notice, unit: CareUnit, by: User, at: datetime) -> NoticeUnit:
    """The unit says that it knows. Once said it stays; saying it again changes nothing.

    Raises Missing when the notice does not concern the unit, NotAllowed for others than its head and IT contact.
    """
    with transaction.atomic():
        rows = NoticeUnit.objects.select_for_update(of=("self",), no_key=True)
        row = rows.filter(notice=notice, unit=unit).first()
        if row is None:
            raise Missing("not_concerned", "Meddelandet gäller inte enheten.")
        require(may_acknowledge(roles_of(by, local_date(at)), notice, unit))
        if row.acknowledged_at is None:
            row.acknowledged_at, row.acknowledged_by = at, by
            row.save(update_fields=["acknowledged_at", "acknowledged_by"])
            record("notice.acknowledged", by=by, at=at, subject=("notice", notice.number), unit=unit.hsa_id)
    return row
