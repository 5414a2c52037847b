"""The list of assets as CSV: semicolon and BOM, as Swedish spreadsheets want it."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import StringIO

from inventory.models import Asset

MOST_ROWS = 1_000
_BOM = "\ufeff"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = (
    "Inventarienummer",
    "Serienummer",
    "Artikel",
    "Modell",
    "Del av",
    "Enhet",
    "HSA-id",
    "Funktion",
    "Rum",
    "Läge",
    "Levererad",
    "Lämnade enheten",
    "Garanti till",
    "Planerat utbyte",
)


def assets_as_csv(rows: Iterable[tuple[Asset, list[Asset]]]) -> str:
    """One line for each asset with its parts below it, as the page shows them."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for asset, parts in rows:
        writer.writerow(_cells(asset, asset.part_of, asset))
        for part in parts:
            writer.writerow(_cells(part, asset, asset))
    return _BOM + out.getvalue()


def safe_cell(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def _cells(asset: Asset, whole: Asset | None, at: Asset) -> Iterator[str]:
    """``at`` is the asset whose unit is read already; a part stands at its whole's unit."""
    for value in (
        asset.asset_number,
        asset.serial_number,
        asset.item_name,
        asset.model_name,
        whole.asset_number if whole else "",
        at.unit.name,
        at.unit.hsa_id,
        asset.function,
        asset.room,
        asset.get_state_display(),
        _day(asset.acquired_on),
        _day(asset.released_on),
        _day(asset.warranty_until),
        _day(asset.replacement_due),
    ):
        yield safe_cell(str(value))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
