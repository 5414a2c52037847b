"""Adding equipment that was found at the unit though it was not expected there."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from inventory.models import Asset
from inventory.rounds.access import may_answer
from inventory.rounds.actions.answering import lock_round_unit
from inventory.rounds.actions.checking import faults_of
from inventory.rounds.content import Found
from inventory.rounds.models import RoundAsset, RoundFind, RoundUnit
from inventory.rounds.workflow import of_unit, require_open, require_unsigned
from inventory.serials import normalise_serial
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Invalid, raise_faults
from portal.core.people.models import User
from portal.core.units.queries import roles_of


def add_find(*, round_unit: RoundUnit, found: Found, by: User, at: datetime) -> RoundFind:
    """Note unexpected equipment, with the piece of the register that its number belongs to.

    The same key again gives the first find. Raises Invalid or Errors for texts that cannot be used, Conflict for a
    number that is expected or added already and for an answer that is signed, NotAllowed for others than those who
    answer for the unit.
    """
    number = normalise_serial(found.number)
    faults = faults_of(number=number, description=found.description, function=found.function, room=found.room)
    if not number and not found.description.strip():
        told = "Skriv numret på utrustningen, eller beskriv den om den saknar nummer."
        faults.append(Invalid("find_empty", told, field="number"))
    raise_faults(faults)
    with transaction.atomic():
        row = lock_round_unit(round_unit)
        require(may_answer(roles_of(by, local_date(at)), row.unit))
        earlier = RoundFind.objects.filter(key=found.key).first()
        if earlier is not None:
            return _require_own(earlier, row)
        require_open(row.round)
        require_unsigned(row)
        asset = _asset_called(number, row)
        if asset and RoundAsset.objects.filter(round_unit=row, asset=asset).exists():
            raise Conflict("expected", f"{asset.asset_number} finns redan i listan. Svara på den raden.")
        find = RoundFind(
            round_unit=row,
            key=found.key,
            number=number,
            description=found.description.strip(),
            function=found.function.strip(),
            room=found.room.strip(),
            asset=asset,
            found_at=at,
            found_by=by,
        )
        with guarded():
            find.save(force_insert=True)
        if row.state == RoundUnit.State.WAITING:
            of_unit.take(row, "answer", by=by, at=at)
        _log("round.found", find, row, by, at)
    return find


def withdraw_find(*, find: RoundFind, by: User, at: datetime) -> None:
    """Take back a find that was a mistake. A second time changes nothing. Raises as ``add_find``."""
    with transaction.atomic():
        row = lock_round_unit(find.round_unit)
        require(may_answer(roles_of(by, local_date(at)), row.unit))
        require_open(row.round)
        require_unsigned(row)
        find = RoundFind.objects.select_for_update().get(pk=find.pk)
        if find.decided_at:
            raise Conflict("decided", "Utrustningen är redan granskad av samordnaren.")
        if find.withdrawn_at:
            return
        find.withdrawn_at, find.withdrawn_by = at, by
        find.save(update_fields=["withdrawn_at", "withdrawn_by"])
        _log("round.find_withdrawn", find, row, by, at)


def _asset_called(number: str, row: RoundUnit) -> Asset | None:
    """The region's piece with the number, as its whole if it is a part."""
    if not number:
        return None
    region = row.unit.region_id
    here = Q(unit__region=region) | Q(store=region)
    called = Q(asset_number=number) | Q(serial_number=number)
    asset = Asset.objects.filter(here, called).select_related("part_of").first()
    return asset.part_of or asset if asset else None


def _require_own(find: RoundFind, row: RoundUnit) -> RoundFind:
    if find.round_unit_id != row.pk:
        raise Invalid("key_used", "Nyckeln är använd för något annat.", field="key")
    return find


def _log(kind: str, find: RoundFind, row: RoundUnit, by: User, at: datetime) -> None:
    record(
        kind,
        by=by,
        at=at,
        subject=("round", row.round.number),
        unit=row.unit.hsa_id,
        after={"number": find.number, "description": find.description},
    )
