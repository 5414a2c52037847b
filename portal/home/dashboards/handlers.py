"""What the worker does for sheets. Each bears being run twice."""

from datetime import datetime
from typing import Any

from portal.core.clock import local_date
from portal.core.documents.pdf import pdf_of
from portal.core.outbox.registry import subscribe
from portal.home.dashboards.actions.sheets import keep_sheet
from portal.home.dashboards.queries.sheet import contents_of

TEMPLATE = "documents/meeting_sheet.html"
STYLE = "underlag.css"


def subscribe_all() -> None:
    """Called once when the app is ready."""
    subscribe("sheet.asked", make_sheet)


def make_sheet(payload: dict[str, Any], at: datetime) -> None:
    """Make the sheet that somebody asked for."""
    on = local_date(at)
    keep_sheet(
        sheet_id=payload["sheet"],
        made=lambda unit: pdf_of(TEMPLATE, contents_of(unit, on), style=STYLE),
        at=at,
    )
