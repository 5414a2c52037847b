"""Pieces come to a unit: each becomes an asset that belongs to the region and to a function (Kalmar IT §3a)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from entitlements.models import CatalogueItem
from inventory.models import Asset, AssetEvent
from inventory.serials import normalise_serial
from portal.core.audit.actions import record
from portal.core.clock import local_date, months_after
from portal.core.constraints import guarded
from portal.core.errors import Errors, Invalid
from portal.core.people.models import User
from portal.core.units.models import CareUnit, Region

_NEXT_NUMBERS = "SELECT nextval('inventory_asset_number') FROM generate_series(1, %s)"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece as it is delivered. ``serial_number`` may be empty when the item bears none; ``options`` say which
    parts come with it; ``function`` and ``room`` where it is to stand."""

    item: CatalogueItem
    serial_number: str
    variant: str = ""
    options: tuple[str, ...] = ()
    function: str = ""
    room: str = ""


def receive_assets(
    *, unit: CareUnit, pieces: Sequence[Piece], source: str, by: User, at: datetime
) -> list[Asset]:
    """Register pieces at a unit, each with its parts hanging on it, and return the pieces in the same order.

    ``source`` names what they came from, as "B-2026-0412". Called inside the caller's transaction with the unit
    locked. Raises Errors for serial numbers that are missing, malformed, given twice or used before; Conflict when
    the unit already has a shared piece of the kind.
    """
    serials = [normalise_serial(piece.serial_number) for piece in pieces]
    require_usable_serials(serials, [piece.item.has_serial_numbers for piece in pieces])
    numbers = next_asset_numbers(unit.region, sum(1 + len(_parts(piece)) for piece in pieces))
    assets, parts = [], []
    for piece, serial in zip(pieces, serials, strict=True):
        asset = _asset(unit, piece, numbers.pop(0), serial, local_date(at))
        assets.append(asset)
        parts += [(asset, _part(asset, part, numbers.pop(0))) for part in _parts(piece)]
    with guarded():
        Asset.objects.bulk_create(assets)
        for asset, part in parts:
            part.part_of = asset
        Asset.objects.bulk_create([part for _, part in parts])
    everything = [*assets, *(part for _, part in parts)]
    AssetEvent.objects.bulk_create(
        AssetEvent(asset=asset, kind=AssetEvent.Kind.DELIVERED, happened_at=at, happened_by=by, source=source)
        for asset in everything
    )
    record(
        "assets.received",
        by=by,
        at=at,
        subject=("delivery", source),
        unit=unit.hsa_id,
        after={"assets": [asset.asset_number for asset in everything], "serial_numbers": serials},
    )
    return assets


def require_usable_serials(serials: Sequence[str], required: Sequence[bool]) -> None:
    """Raise Errors unless every serial number is there where one is required, well formed, given once and new to
    the register."""
    given = [serial for serial in serials if serial]
    used = set(Asset.objects.filter(serial_number__in=given).values_list("serial_number", flat=True))
    faults = []
    for place, serial in enumerate(serials):
        if not serial and not required[place]:
            continue
        fault = _serial_fault(serial, serials[:place], used)
        if fault:
            faults.append(Invalid(*fault, field=f"serial_numbers[{place}]"))
    if faults:
        raise Errors(faults)


def _serial_fault(serial: str, earlier: Sequence[str], used: set[str]) -> tuple[str, str] | None:
    if not serial:
        return ("serial_missing", "Skanna eller skriv ett serienummer för varje artikel.")
    if len(serial) > 60 or not all(sign.isascii() and (sign.isalnum() or sign in "-_./") for sign in serial):
        return ("serial_malformed", f"Serienumret {serial[:60]} har tecken som inte kan stämma. Skanna om.")
    if serial in earlier:
        return ("serial_twice", f"Serienumret {serial} står två gånger.")
    if serial in used:
        return ("serial_used", f"Serienumret {serial} är redan registrerat på en annan inventarie.")
    return None


def next_asset_numbers(region: Region, count: int) -> list[str]:
    """As many numbers of the region's series, each given once. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBERS, [count])
        return [f"{region.asset_prefix}-{number:06d}" for (number,) in cursor.fetchall()]


def _parts(piece: Piece) -> list[dict[str, str]]:
    return [part for part in piece.item.parts if not part.get("option") or part["option"] in piece.options]


def _asset(unit: CareUnit, piece: Piece, number: str, serial: str, day: date) -> Asset:
    item = piece.item
    return Asset(
        asset_number=number,
        serial_number=serial,
        item_code=item.code,
        item_name=item.name,
        kind=item.kind,
        variant=piece.variant,
        model_name=item.model_of(piece.variant),
        unit=unit,
        function=piece.function,
        room=piece.room,
        state=Asset.State.IN_USE,
        acquired_on=day,
        warranty_until=end_of(day, item.warranty_months),
        replacement_due=end_of(day, item.replacement_months),
    )


def _part(asset: Asset, part: dict[str, str], number: str) -> Asset:
    return Asset(
        asset_number=number,
        item_code=part["code"],
        item_name=part["name"],
        kind=asset.kind,
        model_name=part.get("model") or part["name"],
        unit=asset.unit,
        function=asset.function,
        room=asset.room,
        state=asset.state,
        acquired_on=asset.acquired_on,
        warranty_until=asset.warranty_until,
        replacement_due=asset.replacement_due,
    )


def end_of(day: date, months: int) -> date | None:
    """When a time of so many months from the day is over, as a warranty; None for an item that has no such time."""
    return months_after(day, months) if months else None
