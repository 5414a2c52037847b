"""The file to fill in: the columns with an example, and the values that may stand in them."""

from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from entitlements.models import CatalogueItem
from entitlements.queries import appendix_in_force, catalogue_of
from inventory.imports.columns import COLUMNS
from inventory.imports.queries.known import NOT_EQUIPMENT
from inventory.models import Asset
from portal.core.sheets import as_csv
from portal.core.units.models import CareUnit, Region

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

VALUES_SHEET = "Tillåtna värden"


def template_csv() -> str:
    """The headings and one row to replace."""
    return as_csv([column.label for column in COLUMNS], [[column.example for column in COLUMNS]])


def template_xlsx(region: Region, on: date) -> bytes:
    """The same as the first sheet, and a sheet of what may stand in each column: items and their parts, states, units
    and what each column means. Raises Missing when no appendix holds in the region."""
    # Of the web's processes only the one that is asked for the blank needs what writes it.
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Utrustning"
    _fill(sheet, [[column.label for column in COLUMNS], [column.example for column in COLUMNS]])
    _fill(
        book.create_sheet("Kolumner"),
        [["Kolumn", "Så fyller du i"], *([one.label, one.help] for one in COLUMNS)],
    )
    items = [
        one for one in catalogue_of(appendix_in_force(region.pk, on).pk) if one.kind not in NOT_EQUIPMENT
    ]
    states = [["Läge", str(label), ""] for label in Asset.State.labels]
    _fill(book.create_sheet(VALUES_SHEET), [["Kolumn", "Värde", "Betyder"], *_item_rows(items), *states])
    units = CareUnit.objects.filter(region=region).order_by("sort_key", "pk").values_list("hsa_id", "name")
    _fill(book.create_sheet("Enheter"), [["HSA-id", "Vårdenhet"], *map(list, units)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _item_rows(items: Iterable[CatalogueItem]) -> Iterator[list[str]]:
    for item in items:
        yield ["Artikel", item.code, item.name]
        for part in item.parts:
            yield ["Artikel (del)", part["code"], f"{part['name']}, del av {item.name}"]


def _fill(sheet: "Worksheet", rows: Iterable[list[str]]) -> None:
    from openpyxl.styles import Font

    widths: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            cell = sheet.cell(number, place, text)
            cell.data_type = "s"  # never a formula, whatever it begins with
            widths[cell.column_letter] = max(widths.get(cell.column_letter, 10), min(len(text) + 2, 60))
            if number == 1:
                cell.font = Font(bold=True)
    for letter, width in widths.items():
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
