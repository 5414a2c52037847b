"""Deciding what a machine is that the region did not supply."""

from datetime import datetime

from django.db import transaction

from inventory.network.access import may_decide
from inventory.network.models import NetworkDeviation
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid
from portal.core.people.models import User
from portal.core.text import usable_text
from portal.core.units.queries import roles_of

S = NetworkDeviation.State


def decide_deviation(
    *, deviation: NetworkDeviation, state: str, note: str, by: User, at: datetime
) -> NetworkDeviation:
    """Tell that a machine is explained or removed, with a note of why.

    Raises NotAllowed for others than IT coordinator and coordinator of the region, Conflict when it is decided already,
    Invalid for another state or a note that is empty, too long or not plain.
    """
    if state not in (S.EXPLAINED, S.REMOVED):
        raise Invalid("unknown_state", "Välj om utrustningen är förklarad eller bortkopplad.", field="state")
    note = usable_text("note", note, 500, missing="Skriv vad utrustningen är.")
    with transaction.atomic():
        rows = NetworkDeviation.objects.select_for_update(of=("self",)).select_related("unit")
        deviation = rows.get(pk=deviation.pk)
        require(may_decide(roles_of(by, local_date(at)), deviation))
        if deviation.state != S.OPEN:
            raise Conflict("already_decided", "Någon har redan avgjort det här. Läs in sidan igen.")
        deviation.state, deviation.note = state, note
        deviation.decided_at, deviation.decided_by = at, by
        deviation.save(update_fields=["state", "note", "decided_at", "decided_by"])
        record(
            "network.deviation_decided",
            by=by,
            at=at,
            subject=("network_deviation", deviation.serial_number),
            unit=deviation.unit.hsa_id,
            after={"state": state, "note": note},
        )
    return deviation
