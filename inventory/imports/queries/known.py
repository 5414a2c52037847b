"""What the register already has of what a file names, read in sets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from entitlements.models import CatalogueItem, Kind
from entitlements.queries import appendix_in_force, catalogue_of
from inventory.imports.wanted import Wanted
from inventory.models import Asset
from portal.core.units.models import CareUnit, Region

AT_A_TIME = 500
NOT_EQUIPMENT = (Kind.ACCESS, Kind.SERVICE)


@dataclass(slots=True)
class Known:
    """``shared`` holds who has which shared item at which unit: (unit, item) to asset. ``parts`` are those of the wholes
    that are named, by the whole. ``last_number`` is how far the portal's own series of numbers has come."""

    region: Region
    today: date
    last_number: int
    items: dict[str, CatalogueItem]
    units: dict[str, CareUnit] = field(default_factory=dict)
    assets: dict[int, Asset] = field(default_factory=dict)
    by_number: dict[str, Asset] = field(default_factory=dict)
    by_serial: dict[str, Asset] = field(default_factory=dict)
    shared: dict[tuple[int, str], int] = field(default_factory=dict)
    parts: dict[int | None, list[Asset]] = field(default_factory=dict)

    def named(self, text: str) -> Asset | None:
        """The asset with that number or serial number."""
        return self.by_number.get(text) or self.by_serial.get(text)

    def item(self, text: str) -> CatalogueItem | None:
        """The catalogue's item of that code or name."""
        return self.items.get(text.casefold())

    def add(self, asset: Asset) -> None:
        """Take note of an asset of the register."""
        self.assets[asset.pk] = asset
        self.by_number[asset.asset_number] = asset
        if asset.serial_number:
            self.by_serial[asset.serial_number] = asset


def known_of(region: Region, rows: Iterable[Wanted], today: date, *, lock: bool = False) -> Known:
    """What the register has of what the rows name: a constant number of queries for every 500 rows.

    ``lock``: hold the assets until the transaction ends. Raises Missing when no appendix holds in the region.
    """
    rows = list(rows)
    known = Known(region, today, _last_number(), _items(region, today))
    for some in _batches({row.unit for row in rows if row.unit}):
        units = CareUnit.objects.filter(region=region, hsa_id__in=some)
        known.units |= {unit.hsa_id: unit for unit in units.select_related("region", "parent")}
    names = {name for row in rows for name in (row.asset_number, row.serial_number, row.part_of) if name}
    for some in _batches(names):
        _add_all(known, Q(asset_number__in=some) | Q(serial_number__in=some), lock=lock)
    for some in _batches(
        {one.part_of_id for one in known.assets.values() if one.part_of_id} - set(known.assets)
    ):
        _add_all(known, Q(pk__in=some), lock=lock)
    for some in _batches({one.pk for one in known.assets.values() if one.part_of_id is None}):
        for part in _assets(Q(part_of__in=some), lock=lock):
            known.parts.setdefault(part.part_of_id, []).append(known.assets.setdefault(part.pk, part))
    for some in _batches({unit.pk for unit in known.units.values()}):
        rows_held = Asset.objects.own().filter(
            unit__in=some, kind=Kind.SHARED, state__in=Asset.HELD, part_of__isnull=True
        )
        known.shared |= {
            (unit, item): pk for pk, unit, item in rows_held.values_list("pk", "unit_id", "item_code")
        }
    return known


def _add_all(known: Known, which: Q, *, lock: bool) -> None:
    for asset in _assets(which, lock=lock):
        known.add(asset)


def _assets(which: Q, *, lock: bool) -> QuerySet[Asset]:
    assets = Asset.objects.filter(which).select_related("unit", "unit__parent").order_by("pk")
    return assets.select_for_update(of=("self",), no_key=True) if lock else assets


def _items(region: Region, on: date) -> dict[str, CatalogueItem]:
    """What may be equipment, by code and by name."""
    items = [
        one for one in catalogue_of(appendix_in_force(region.pk, on).pk) if one.kind not in NOT_EQUIPMENT
    ]
    return {one.name.casefold(): one for one in items} | {one.code: one for one in items}


def _last_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM inventory_asset_number")
        return cursor.fetchone()[0]


def _batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    listed = sorted(values)
    for start in range(0, len(listed), AT_A_TIME):
        yield listed[start : start + AT_A_TIME]
