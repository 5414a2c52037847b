"""Lending a piece of the region's store to a unit while theirs is being repaired, and taking it back."""

from datetime import date, datetime, timedelta

from django.db import transaction

from inventory.actions.state import move_assets, put_in_store
from inventory.incidents.access import may_repair
from inventory.incidents.actions.writing import locked_asset
from inventory.incidents.models import Loan
from inventory.models import Asset, AssetEvent
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Invalid
from portal.core.people.models import User
from portal.core.units.models import CareUnit
from portal.core.units.queries import lock_unit, roles_of

LONGEST = timedelta(days=366)


def lend_asset(*, asset: Asset, for_asset: Asset, due_on: date, by: User, at: datetime) -> Loan:
    """Let the unit have a piece of the store in place of one in repair, where that one stood, until a day.

    Raises Conflict when the piece is no longer in the region's store or the other no longer in repair, or when a loan
    stands in its place already; Invalid for a day that has been or lies more than a year ahead.
    """
    today = local_date(at)
    if not today <= due_on <= today + LONGEST:
        raise Invalid("day_range", "Välj en dag från i dag till och med ett år framåt.", field="due_on")
    with transaction.atomic():
        unit, broken = locked_asset(for_asset)
        require(may_repair(roles_of(by, today), unit))
        lent = Asset.objects.select_for_update().get(pk=asset.pk)
        _require_lendable(lent, broken, unit)
        loan = Loan(asset=lent, for_asset=broken, unit=unit, lent_at=at, lent_by=by, due_on=due_on)
        with guarded():
            loan.save(force_insert=True)
        move_assets(
            assets=[lent],
            unit=unit,
            function=broken.function,
            room=broken.room,
            source=broken.asset_number,
            note=f"Lånas ut i stället för {broken.asset_number}",
            by=by,
            at=at,
            happening=AssetEvent.Kind.LENT,
        )
        _log("loan.lent", loan, by, at, {"due_on": due_on, "in_place_of": broken.asset_number})
    return loan


def return_loan(*, loan: Loan, by: User, at: datetime) -> Loan:
    """Take back what was lent: it stands in the region's store again. Raises Conflict when it is back already."""
    with transaction.atomic():
        unit = lock_unit(loan.unit_id)
        loan = Loan.objects.select_for_update().get(pk=loan.pk)
        require(may_repair(roles_of(by, local_date(at)), unit))
        if loan.returned_at is not None:
            raise Conflict("already_returned", "Lånet är redan återlämnat.")
        loan.unit, loan.returned_at, loan.returned_by = unit, at, by
        loan.asset = (
            Asset.objects.select_for_update(of=("self",)).select_related("unit").get(pk=loan.asset_id)
        )
        loan.save(update_fields=["returned_at", "returned_by"])
        if loan.asset.unit_id == unit.pk:
            put_in_store(assets=[loan.asset], source="", note="Lånet är återlämnat", by=by, at=at)
        _log("loan.returned", loan, by, at, {})
    return loan


def _require_lendable(lent: Asset, broken: Asset, unit: CareUnit) -> None:
    if lent.state != Asset.State.IN_STOCK or lent.store_id != unit.region_id:
        raise Conflict(
            "not_in_store", f"{lent.asset_number} står inte längre i regionens lager. Välj en annan."
        )
    if lent.part_of_id is not None:
        raise Conflict("is_a_part", "Delar lånas ut tillsammans med det som de hör till.")
    if broken.state != Asset.State.IN_REPAIR:
        raise Conflict(
            "not_in_repair", "Inventarien är inte på reparation, så inget behöver lånas i stället."
        )


def _log(kind: str, loan: Loan, by: User, at: datetime, after: dict[str, object]) -> None:
    number = loan.asset.asset_number
    record(kind, by=by, at=at, subject=("loan", number), unit=loan.unit.hsa_id, after=after)
