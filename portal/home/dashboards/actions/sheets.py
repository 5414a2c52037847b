"""The sheet on a unit: asked for, kept when it is made, and dropped again."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.errors import Conflict
from portal.core.outbox.actions import enqueue
from portal.core.people.models import User
from portal.core.units.models import CareUnit
from portal.core.units.queries import lock_person, roles_of
from portal.home.dashboards.access import may_have_sheet
from portal.home.dashboards.models import MeetingSheet

MOST_WAITING = 3


def ask_for_sheet(*, unit: CareUnit, by: User, at: datetime) -> MeetingSheet:
    """Let the worker make the sheet. Raises NotAllowed for one who does not see the unit, Conflict when three are
    already being made for the person."""
    with transaction.atomic():
        lock_person(by.pk)
        require(may_have_sheet(roles_of(by, local_date(at)), unit))
        if MeetingSheet.objects.filter(asked_by=by, made_at__isnull=True).count() >= MOST_WAITING:
            raise Conflict(
                "sheets_waiting", "Tre underlag görs redan åt dig. Vänta tills något av dem är klart."
            )
        sheet = MeetingSheet.objects.create(unit=unit, asked_at=at, asked_by=by)
        record("sheet.asked", by=by, at=at, subject=("sheet", unit.hsa_id), unit=unit.hsa_id, after={})
        enqueue("sheet.asked", payload={"sheet": sheet.pk}, dedupe_key=f"sheet.asked:{sheet.pk}", at=at)
    return sheet


def keep_sheet(*, sheet_id: int, made: Callable[[CareUnit], bytes], at: datetime) -> None:
    """Keep what ``made`` makes of the unit, with the sheet held meanwhile. One who no longer sees the unit gets none;
    nothing when the sheet is made or gone."""
    ties = ("unit__region", "unit__municipality", "unit__provider", "unit__parent", "asked_by")
    with transaction.atomic():
        rows = MeetingSheet.objects.select_for_update(of=("self",)).select_related(*ties)
        sheet = rows.filter(pk=sheet_id, made_at__isnull=True).first()
        if sheet is None:
            return
        if not may_have_sheet(roles_of(sheet.asked_by, local_date(at)), sheet.unit):
            sheet.delete()
            return
        sheet.content, sheet.made_at = made(sheet.unit), at
        sheet.save(update_fields=["content", "made_at"])


def drop_sheets(*, before: datetime) -> None:
    """Take away the sheets that were asked for before then."""
    MeetingSheet.objects.filter(asked_at__lt=before).delete()
