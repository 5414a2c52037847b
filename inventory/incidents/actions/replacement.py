"""What becomes of a decided replacement: it is received, or nothing comes of its order."""

from datetime import datetime

from django.db import transaction

from inventory.actions.state import note_happening
from inventory.incidents.actions.writing import locked_incident
from inventory.incidents.models import Incident, Outcome
from inventory.incidents.workflow import allows, move
from inventory.models import AssetEvent
from portal.core.people.models import User


def finish_replacement(*, incident: Incident, order: str, by: User, at: datetime) -> Incident:
    """Close the incident whose replacement the unit has received. ``by`` received it; who may is the order's matter.

    Nothing when the incident is over already, so that it bears being run twice.
    """
    with transaction.atomic():
        incident = locked_incident(incident)
        if incident.outcome == Outcome.REPLACE and allows(incident, "finish_replacement"):
            move(incident, "finish_replacement", by=by, at=at, note={"order": order})
    return incident


def lose_replacement(*, incident: Incident, order: str, by: User, at: datetime) -> Incident:
    """Let the coordinator decide anew, since the order that was to replace the piece was refused or withdrawn. ``by``
    did that, at ``at``; who may is the order's matter. What was decided stays in the log.

    Nothing when the incident is over, or has been decided anew since, so that it bears being run twice.
    """
    with transaction.atomic():
        incident = locked_incident(incident)
        if incident.outcome != Outcome.REPLACE or not allows(incident, "decide_anew"):
            return incident
        if incident.decided_at is None or at < incident.decided_at:
            return incident
        reason, incident.outcome, incident.reason = incident.reason, "", ""
        move(incident, "decide_anew", by=by, at=at, note={"order": order, "reason": reason})
        note_happening(
            assets=[incident.asset],
            happening=AssetEvent.Kind.REPORTED,
            source=order,
            note="Ersättningen blev inte av",
            by=by,
            at=at,
        )
    return incident
