"""Lending a piece of the region's store to a unit while theirs is being repaired, and taking it back."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from inventory.actions.hand_out import require_erased_in_store
from inventory.actions.state import lend_assets, put_in_store, set_state
from inventory.incidents.access import may_repair
from inventory.incidents.actions.writing import locked_asset
from inventory.incidents.models import Loan
from inventory.models import Asset
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

    Raises Conflict when the piece is no longer in the region's store, has been in use and is not erased, when the other
    is no longer in repair, or when a loan stands in its place already; Invalid for a day that has
    been or lies more than a year ahead.
    """
    today = local_date(at)
    _require_day(due_on, today)
    with transaction.atomic():
        unit, broken = locked_asset(for_asset)
        require(may_repair(roles_of(by, today), unit))
        lent = Asset.objects.select_for_update().get(pk=asset.pk)
        _require_lendable(lent, broken, unit)
        loan = Loan(asset=lent, for_asset=broken, unit=unit, lent_at=at, lent_by=by, due_on=due_on)
        with guarded():
            loan.save(force_insert=True)
        lend_assets(
            assets=[lent],
            unit=unit,
            function=broken.function,
            room=broken.room,
            source=broken.asset_number,
            note=f"Lånas ut i stället för {broken.asset_number}",
            by=by,
            at=at,
        )
        _log("loan.lent", loan, by, at, {"due_on": due_on, "in_place_of": broken.asset_number})
    return loan


def extend_loan(*, loan: Loan, due_on: date, by: User, at: datetime) -> Loan:
    """Agree on another day, when the repair takes longer or is done before. The reminders follow the new day.

    Raises Invalid for a day that has been, lies more than a year ahead or is the one that holds, Conflict when the loan
    is back.
    """
    today = local_date(at)
    _require_day(due_on, today)
    with transaction.atomic():
        unit = lock_unit(loan.unit_id)
        loan = Loan.objects.select_for_update(of=("self",)).select_related("asset").get(pk=loan.pk)
        require(may_repair(roles_of(by, today), unit))
        _require_open(loan)
        if due_on == loan.due_on:
            raise Invalid("same_day", "Lånet gäller redan till den dagen. Välj en annan.", field="due_on")
        before, loan.unit, loan.due_on = loan.due_on, unit, due_on
        loan.save(update_fields=["due_on"])
        _log("loan.extended", loan, by, at, {"due_on": due_on, "before": before})
    return loan


def return_loan(*, loan: Loan, by: User, at: datetime) -> Loan:
    """Take back what was lent. It stands in the region's store again; a computer has come back first when its erasure
    is proved, as from a return. Raises Conflict when it is back already.
    """
    with transaction.atomic():
        unit = lock_unit(loan.unit_id)
        loan = Loan.objects.select_for_update().get(pk=loan.pk)
        require(may_repair(roles_of(by, local_date(at)), unit))
        _require_open(loan)
        loan.unit, loan.returned_at, loan.returned_by = unit, at, by
        loan.asset = (
            Asset.objects.select_for_update(of=("self",)).select_related("unit").get(pk=loan.asset_id)
        )
        loan.save(update_fields=["returned_at", "returned_by"])
        if loan.asset.unit_id == unit.pk:
            _take_back(loan.asset, by, at)
        _log("loan.returned", loan, by, at, {})
    return loan


def end_loans(assets: Sequence[Asset], by: User | None, at: datetime) -> None:
    """Close the loans of pieces that the register says are not on loan any longer: handed over in a return, disposed
    of. Called in that transaction, with the unit locked."""
    if by is None:
        raise ValueError("A loan is taken back by a person.")
    loans = Loan.objects.open().filter(asset__in=assets).select_for_update(of=("self",))
    for loan in loans.select_related("asset", "unit").order_by("pk"):
        loan.returned_at, loan.returned_by = at, by
        loan.save(update_fields=["returned_at", "returned_by"])
        _log("loan.returned", loan, by, at, {"state": loan.asset.state})


def _take_back(asset: Asset, by: User, at: datetime) -> None:
    about: dict[str, Any] = {
        "assets": [asset],
        "source": "",
        "note": "Lånet är återlämnat",
        "by": by,
        "at": at,
    }
    if asset.holds_data:
        set_state(state=Asset.State.RETURNED, **about)
    else:
        put_in_store(**about)


def _require_day(due_on: date, today: date) -> None:
    if not today <= due_on <= today + LONGEST:
        raise Invalid("day_range", "Välj en dag från i dag till och med ett år framåt.", field="due_on")


def _require_open(loan: Loan) -> None:
    if loan.returned_at is not None:
        raise Conflict("already_returned", "Lånet är redan återlämnat.")


def _require_lendable(lent: Asset, broken: Asset, unit: CareUnit) -> None:
    if lent.state != Asset.State.IN_STOCK or lent.store_id != unit.region_id:
        raise Conflict(
            "not_in_store", f"{lent.asset_number} står inte längre i regionens lager. Välj en annan."
        )
    if lent.part_of_id is not None:
        raise Conflict("is_a_part", "Delar lånas ut tillsammans med det som de hör till.")
    require_erased_in_store(lent)
    if broken.state != Asset.State.IN_REPAIR:
        raise Conflict(
            "not_in_repair", "Inventarien är inte på reparation, så inget behöver lånas i stället."
        )


def _log(kind: str, loan: Loan, by: User, at: datetime, after: dict[str, object]) -> None:
    number = loan.asset.asset_number
    record(kind, by=by, at=at, subject=("loan", number), unit=loan.unit.hsa_id, after=after)
