"""A repair comes to its end: the piece is back in use, or was not worth mending."""

from datetime import datetime
from typing import Any

from django.db import transaction

from inventory.actions.state import discard_assets, set_state
from inventory.incidents.access import may_repair
from inventory.incidents.actions.writing import locked_incident
from inventory.incidents.models import Incident
from inventory.incidents.workflow import move, require_state
from inventory.models import Asset
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Invalid
from portal.core.people.models import User
from portal.core.text import usable_text
from portal.core.units.queries import roles_of

RESULTS = (Asset.State.IN_USE, Asset.State.DISPOSED)


def finish_repair(*, incident: Incident, result: str, note: str, by: User, at: datetime) -> Incident:
    """Close the repair with what was done. ``result`` is IN_USE, or DISPOSED for what was not
    worth mending: a computer then waits to be erased first.

    Raises Invalid for another result or without a note, Conflict when the piece is not in repair.
    """
    if result not in RESULTS:
        raise Invalid("unknown_result", "Välj om inventarien är lagad eller ska kasseras.", field="result")
    note = usable_text("note", note, 500, missing="Skriv vad som gjordes.")
    with transaction.atomic():
        incident = locked_incident(incident)
        require(may_repair(roles_of(by, local_date(at)), incident.unit))
        require_state(incident, "finish_repair")
        incident.repair_note = note
        if incident.asset.state == Asset.State.IN_REPAIR:
            about: dict[str, Any] = {
                "assets": [incident.asset],
                "source": incident.number,
                "note": note,
                "by": by,
                "at": at,
            }
            if result == Asset.State.IN_USE:
                set_state(state=result, **about)
            else:
                discard_assets(**about)
        move(incident, "finish_repair", by=by, at=at, note={"result": result, "note": note})
    return incident
