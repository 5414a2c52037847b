"""Ending a round: closed when its deviations are decided, or cancelled when it should not have been."""

from datetime import datetime

from django.db import transaction

from inventory.rounds.access import may_run
from inventory.rounds.actions.checking import LONGEST
from inventory.rounds.models import InventoryRound, RoundUnit
from inventory.rounds.workflow import of_round, of_unit, require_open
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid
from portal.core.people.models import User
from portal.core.text import usable_text
from portal.core.units.queries import roles_of


def close_round(*, round: InventoryRound, note: str, by: User, at: datetime) -> InventoryRound:
    """End a round. Signed answers without deviations are reviewed by it; units that have not signed are left as not
    answered, which the note must explain.

    Raises Conflict while a deviation waits or when it is ended already, Invalid without the note, NotAllowed for
    others than the coordinator.
    """
    note = usable_text("reason", note, LONGEST["reason"])
    with transaction.atomic():
        row, units = _lock(round, by, at)
        if any(one.undecided and not one.is_unsigned for one in units):
            raise Conflict("deviations_wait", "Granska alla avvikelser innan inventeringen avslutas.")
        if any(one.is_unsigned for one in units) and not note:
            told = "Alla enheter har inte svarat. Skriv varför inventeringen avslutas ändå."
            raise Invalid("note_missing", told, field="reason")
        of_unit.take_all(RoundUnit.objects.filter(round=row), "review", by=by, at=at)
        return _end(row, units, "close", note, by, at)


def cancel_round(*, round: InventoryRound, reason: str, by: User, at: datetime) -> InventoryRound:
    """Call off a round. What was signed stays signed. Raises as ``close_round``."""
    reason = usable_text("reason", reason, LONGEST["reason"], missing="Skriv varför inventeringen ställs in.")
    with transaction.atomic():
        row, units = _lock(round, by, at)
        return _end(row, units, "cancel", reason, by, at)


def _lock(round: InventoryRound, by: User, at: datetime) -> tuple[InventoryRound, list[RoundUnit]]:
    require(may_run(roles_of(by, local_date(at)), round.region_id))
    row = InventoryRound.objects.select_for_update().get(pk=round.pk)
    require_open(row)
    return row, list(RoundUnit.objects.select_for_update().filter(round=row).order_by("pk"))


def _end(
    row: InventoryRound, units: list[RoundUnit], step: str, note: str, by: User, at: datetime
) -> InventoryRound:
    unanswered = of_unit.take_all(RoundUnit.objects.filter(round=row), "leave", by=by, at=at)
    row.closing_note = note
    taken, _ = of_round.take(row, step, by=by, at=at)
    after = {"note": note, "units": len(units), "unanswered": unanswered}
    record(taken.audit_kind, by=by, at=at, subject=("round", row.number), after=after)
    return row
