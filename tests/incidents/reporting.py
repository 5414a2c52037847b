"""Pieces at the units of the world, and reports of what has happened to them."""

from datetime import date, datetime, timedelta
from typing import Any

from inventory.incidents.actions.decide import decide_incident
from inventory.incidents.actions.report import report_incident
from inventory.incidents.content import Report
from inventory.incidents.models import Charge, Incident, Kind, Outcome
from inventory.models import Asset
from portal.core.units.models import CareUnit
from tests import steps
from tests.world import NOW, World, line

TODAY = date(2026, 11, 17)


def piece(world: World, unit: CareUnit | None = None, **more: Any) -> Asset:
    """A laptop that the unit has ordered, been given and acknowledged."""
    order = steps.closed(world, line(**more), unit=unit, at=NOW - timedelta(days=5))
    numbers = Asset.objects.filter(events__source=order.number, part_of__isnull=True)
    return numbers.order_by("-pk")[0]


def told(**more: Any) -> Report:
    """A report of damage that day, unless something else is said."""
    values = {
        "kind": Kind.DAMAGE,
        "happened_on": TODAY,
        "description": "Skärmen är sprucken efter ett fall.",
        "place": "Reception 1",
    }
    return Report(**{**values, **more})


def reported(world: World, asset: Asset | None = None, at: datetime = NOW, **more: Any) -> Incident:
    asset = asset or piece(world)
    by = steps.head_of(world, asset.unit) if asset.unit else world.head
    return report_incident(asset=asset, report=told(**more), by=by, at=at)


def sum_for(outcome: str) -> dict[str, Any]:
    """What a decision says beside its reason when the unit is to pay."""
    return {"amount": 125_050, "purpose": "Byte av skärm"} if outcome == Outcome.CHARGE_UNIT else {}


def charged(world: World, asset: Asset | None = None, **more: Any) -> Charge:
    """What the unit is to pay for a damage that day."""
    incident = reported(world, asset, **more)
    decide_incident(
        incident=incident,
        outcome=Outcome.CHARGE_UNIT,
        reason="Oaktsamhet.",
        by=world.coordinator,
        at=NOW,
        **sum_for(Outcome.CHARGE_UNIT),
    )
    return Charge.objects.select_related("unit", "asset").get(source=incident.number)
