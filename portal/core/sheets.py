"""Tables as files: CSV as Swedish spreadsheets want it, with semicolon and BOM, and XLSX. The one way to write either.

A value is a text, a number, a day or nothing. No text is ever a formula: in CSV it is disarmed, in XLSX it is stored as
the text that it is.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Value = str | int | date | None
Rows = Iterable[Sequence[Value]]

BOM = "\ufeff"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_WIDTH = 22  # characters
_LONGEST_TITLE = 31  # signs that a sheet's name may have


def safe_cell(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def csv_parts(headings: Sequence[str], rows: Rows) -> Iterator[str]:
    """The file piece by piece, a line at a time."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    out.write(BOM)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([safe_cell(_as_text(value)) for value in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def as_csv(headings: Sequence[str], rows: Rows) -> str:
    return "".join(csv_parts(headings, rows))


def as_xlsx(title: str, headings: Sequence[str], rows: Rows) -> bytes:
    """One sheet, with the headings in bold and in sight; written row by row, so that long lists take little memory."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:_LONGEST_TITLE])
    sheet.freeze_panes = "A2"
    for place in range(1, len(headings) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTH
    top = [WriteOnlyCell(sheet, heading) for heading in headings]
    for cell in top:
        cell.font = Font(bold=True)
    sheet.append(top)
    for row in rows:
        sheet.append([_as_cell(sheet, value) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def as_file(kind: str, title: str, headings: Sequence[str], rows: Rows) -> bytes:
    """The table as ``csv`` or ``xlsx``."""
    return as_xlsx(title, headings, rows) if kind == "xlsx" else as_csv(headings, rows).encode()


def _as_text(value: Value) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _as_cell(sheet: object, value: Value) -> object:
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    if not text.startswith("="):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
