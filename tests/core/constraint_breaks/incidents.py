"""What has happened to what units have, and what they have on loan."""

from datetime import timedelta
from typing import Any

from django.db.models import F

from inventory.incidents.models import Charge, Loan
from tests.core.constraint_breaks.breaking import Break, again, change, fresh
from tests.incidents.scene import incidents_at
from tests.world import NOW, World


def scene_of(world: World) -> dict[str, Any]:
    """One sound row of everything."""
    parts = incidents_at(world, world.unit, "A", "")
    picture = parts["theft"].pictures.get()
    charge = Charge.objects.create(
        asset=parts["theft"].asset,
        unit=world.unit,
        source="I-2026-8888",
        amount=125_000,
        purpose="En ny skärm",
        decided_at=NOW,
        decided_by=world.coordinator,
    )
    return {**parts, "incident_picture": picture, "charge": charge}


def _in_its_place(row: Loan, **changes: Any) -> object:
    return again(fresh(row), **changes)


BREAKS: dict[str, Break] = {
    "one_open_incident_per_asset": lambda s: again(fresh(s.theft), number="I-2026-9999"),
    "incident_decided_together": lambda s: change(s.repair, decided_by=None),
    "incident_closed_together": lambda s: change(s.theft, closed_at=NOW, state="CLOSED"),
    "incident_withdrawn_together": lambda s: change(s.theft, withdrawn_at=NOW, state="WITHDRAWN"),
    "incident_state_agrees": lambda s: change(s.theft, state="CLOSED"),
    "incident_decision_agrees": lambda s: change(s.repair, reason=""),
    "incident_theft_decided_with_reference": lambda s: change(s.repair, kind="THEFT"),
    "incident_data_risk_told": lambda s: change(s.theft, data_risk="YES"),
    "incident_replacement_by_another": lambda s: change(
        s.repair, outcome="REPLACE", state="DECIDED", decided_by=F("reported_by")
    ),
    "incident_picture_position_once": lambda s: again(fresh(s.incident_picture)),
    "incident_picture_at_most_six": lambda s: again(fresh(s.incident_picture), position=7),
    "one_charge_per_decision": lambda s: again(fresh(s.charge)),
    "charge_amount_in_range": lambda s: change(s.charge, amount=0),
    "charge_invoiced_together": lambda s: change(
        s.charge, invoiced_at=NOW, invoiced_by=s.world.coordinator, invoiced_on=NOW.date()
    ),
    "charge_waived_together": lambda s: change(s.charge, waived_at=NOW, waived_by=s.world.coordinator),
    "charge_invoiced_or_waived": lambda s: change(
        s.charge,
        **dict.fromkeys(("invoiced_at", "waived_at"), NOW),
        **dict.fromkeys(("invoiced_by", "waived_by"), s.world.coordinator),
        invoiced_on=NOW.date(),
        invoice_reference="F-1001",
        waived_reason="Nej",
    ),
    "asset_lent_once": lambda s: _in_its_place(s.loan, for_asset=s.theft.asset),
    "one_loan_in_place_of_asset": lambda s: _in_its_place(s.loan, asset=s.theft.asset),
    "loan_returned_together": lambda s: change(s.loan, returned_at=NOW + timedelta(days=1)),
    "loan_not_of_itself": lambda s: change(s.loan, for_asset=F("asset")),
}
