"""A notice on its way, and its page of whom it has reached."""

from datetime import timedelta
from typing import Any

import pytest

from portal.core.clock import local_date
from portal.core.notifications.actions.bounces import note_bounce
from portal.core.notifications.models import Notification
from portal.core.people.models import User
from portal.core.units.models import CareUnit
from portal.notices.actions.reach import event_of
from portal.notices.models import Notice
from portal.notices.queries.reach import (
    latest_mailed,
    summary_of,
    with_reach,
)
from tests.pages import as_user, text_of
from tests.world import NOW, World

pytestmark = pytest.mark.django_db

ASKED = {"needs_acknowledgement": True, "acknowledge_before": local_date(NOW + timedelta(days=14))}


def path_of(notice: Notice, more: str = "/") -> str:
    return f"/drift/{notice.number}/mottagare{more}"


def page_of(world: World, notice: Notice, query: str = "") -> str:
    response = as_user(world.it_coordinator).get(path_of(notice) + query)
    assert response.status_code == 200
    return text_of(response)


def row_of(page: str, unit: CareUnit) -> str:
    """The unit's row of the table, as text between its tags."""
    return page.partition(f">{unit.name}</a>")[2].partition("</tr>")[0]


def told(notice: Notice, unit: CareUnit | None = None) -> Any:
    """What is reckoned of the unit, or of the whole notice."""
    notice.refresh_from_db()
    event = event_of(notice, latest_mailed(notice))
    if unit is None:
        return summary_of(notice, event)
    rows, _ = with_reach(notice, event, notice.units.filter(unit=unit), is_out=True)
    return rows[0].told


def mail_to(notice: Notice, person: User) -> Notification:
    return Notification.objects.get(person=person, event=event_of(notice, notice.sequence))


def bounce(notice: Notice, person: User) -> None:
    note_bounce(message_id=mail_to(notice, person).message_id, failure="Adressen finns inte.", at=NOW)
