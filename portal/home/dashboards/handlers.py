"""What the worker does for sheets. Each bears being run twice."""

from datetime import datetime
from typing import Any

from portal.core.clock import local_date
from portal.core.documents.pdf import pdf_of
from portal.core.outbox.registry import subscribe
from portal.core.units.queries import roles_of
from portal.home.dashboards.access import may_have_sheet
from portal.home.dashboards.models import MeetingSheet
from portal.home.dashboards.queries.sheet import contents_of

TEMPLATE = "documents/meeting_sheet.html"
STYLE = "underlag.css"


def subscribe_all() -> None:
    """Called once when the app is ready."""
    subscribe("sheet.asked", make_sheet)


def make_sheet(payload: dict[str, Any], at: datetime) -> None:
    """Make the sheet that somebody asked for. One who no longer sees the unit gets none."""
    ties = ("unit__region", "unit__municipality", "unit__provider", "unit__parent", "asked_by")
    rows = MeetingSheet.objects.select_for_update(of=("self",)).select_related(*ties)
    sheet = rows.filter(pk=payload["sheet"], made_at__isnull=True).first()
    if sheet is None:
        return
    if not may_have_sheet(roles_of(sheet.asked_by, local_date(at)), sheet.unit):
        sheet.delete()
        return
    sheet.content = pdf_of(TEMPLATE, contents_of(sheet.unit, local_date(at)), style=STYLE)
    sheet.made_at = at
    sheet.save(update_fields=["content", "made_at"])
