"""Tables as files: CSV as Swedish spreadsheets want it, with semicolon and BOM, and XLSX. The one way to write either.

A value is a text, a number, a day or nothing. No text is ever a formula: in CSV it is disarmed, in XLSX it is stored as
the text that it is.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import StringIO

Value = str | int | date | None
Rows = Iterable[Sequence[Value]]

BOM = "\ufeff"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


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
    # openpyxl, with the pictures that it could draw, is nine megabytes that no process needs before its first workbook.
    from portal.core.workbook import workbook_of

    return workbook_of(title, headings, rows)


def as_file(kind: str, title: str, headings: Sequence[str], rows: Rows) -> bytes:
    """The table as ``csv`` or ``xlsx``."""
    return as_xlsx(title, headings, rows) if kind == "xlsx" else as_csv(headings, rows).encode()


def _as_text(value: Value) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
