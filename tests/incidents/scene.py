"""What the access matrix needs of a unit: a theft with a picture, a repair, a loan in its place, and a charge."""

from datetime import date, timedelta
from typing import Any

from inventory.incidents.actions.decide import decide_incident
from inventory.incidents.actions.lend import lend_asset
from inventory.incidents.models import Charge, IncidentPicture, Kind, Outcome
from inventory.models import Asset
from portal.core.units.models import CareUnit
from tests.incidents.reporting import charged, reported
from tests.world import NOW, World


def screen(unit: CareUnit | None, number: str, **more: Any) -> Asset:
    """An extra screen that the unit has, unless it stands in the store."""
    values: dict[str, Any] = {
        "unit": unit,
        "item_code": "extra-screen",
        "item_name": "extra skärm",
        "kind": "NEEDS_TESTED",
        "model_name": "Vidsyn 24 P",
        "acquired_on": date(2026, 1, 7),
        **more,
    }
    return Asset.objects.create(asset_number=number, **values)


def in_store(world: World, number: str) -> Asset:
    return screen(None, number, store=world.region, state="IN_STOCK", released_on=date(2026, 1, 8))


def incidents_at(world: World, unit: CareUnit, name: str, secret: str) -> dict[str, Any]:
    """``theft``, ``repair``, ``loan`` and ``charged`` of the side."""
    theft = reported(
        world, screen(unit, f"KLM-8{name}0001"), kind=Kind.THEFT, description=f"Stulen {secret}",
        place=f"Rum {secret}",
    )  # fmt: skip
    IncidentPicture.objects.create(
        incident=theft,
        position=1,
        content=f"bild {secret}".encode(),
        media_type="image/png",
        width=1,
        height=1,
        added_at=NOW,
        added_by=world.coordinator,
    )
    broken = screen(unit, f"KLM-8{name}0002")
    repair = decide_incident(
        incident=reported(world, broken, description=f"Trasig {secret}"),
        outcome=Outcome.REPAIR,
        reason=f"Lagas {secret}",
        by=world.coordinator,
        at=NOW,
    )
    broken.refresh_from_db()
    loan = lend_asset(
        asset=in_store(world, f"KLM-8{name}0003"),
        for_asset=broken,
        due_on=NOW.date() + timedelta(days=14),
        by=world.delivery,
        at=NOW,
    )
    bill = charged(world, screen(unit, f"KLM-8{name}0004"), description=f"Sprucken {secret}")
    Charge.objects.filter(pk=bill.pk).update(purpose=f"Ny skärm {secret}".strip())
    return {"theft": theft, "repair": repair, "loan": loan, "charged": bill}
