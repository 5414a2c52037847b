"""Taking a report back: it was a mistake, or the piece is found."""

from datetime import datetime
from typing import Any

from django.db import transaction

from inventory.actions.state import note_happening, set_state
from inventory.incidents.access import may_withdraw
from inventory.incidents.actions.report import GONE
from inventory.incidents.actions.writing import locked_incident
from inventory.incidents.models import Incident, Kind
from inventory.incidents.workflow import move
from inventory.models import AssetEvent
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.people.models import User
from portal.core.units.queries import roles_of


def withdraw_incident(*, incident: Incident, by: User, at: datetime) -> Incident:
    """Take back a report before it is decided. What was reported lost or stolen is again what it was before that.

    Raises Conflict when it is decided, or when the unit has got another shared piece of the kind meanwhile.
    """
    with transaction.atomic():
        incident = locked_incident(incident)
        require(may_withdraw(roles_of(by, local_date(at)), incident))
        move(incident, "withdraw", by=by, at=at)
        asset = incident.asset
        gone = GONE.get(Kind(incident.kind))
        about: dict[str, Any] = {
            "assets": [asset],
            "source": incident.number,
            "note": "Anmälan återtagen",
            "by": by,
            "at": at,
        }
        if gone and asset.state == gone and asset.unit_id == incident.unit_id:
            set_state(state=incident.asset_state_before, **about)
        else:
            note_happening(happening=AssetEvent.Kind.REPORTED, **about)
    return incident
