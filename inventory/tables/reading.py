"""From the bytes of a file to its table."""

from collections.abc import Iterator

from inventory.tables.csv_file import csv_lines
from inventory.tables.table import MOST_BYTES, MOST_ROWS, Table, table_of
from inventory.tables.xlsx_file import is_xlsx, xlsx_lines
from portal.core.errors import Invalid


def require_size(size: int) -> None:
    """Raise Invalid for a file that is larger than any list of equipment."""
    if size > MOST_BYTES:
        raise Invalid(
            "too_large", f"Filen får vara högst {MOST_BYTES // 1_000_000} MB. Dela upp den.", field="file"
        )


def read_table(content: bytes, most_rows: int = MOST_ROWS) -> Table:
    """The header and the rows of a CSV or XLSX file. Raises Invalid for what cannot be read or is too large."""
    require_size(len(content))
    return table_of(_lines(content), most_rows)


def read_header(content: bytes) -> tuple[str, ...]:
    """The header alone: nothing but the first two filled rows is read. Raises Invalid as ``read_table``."""
    require_size(len(content))

    def start() -> Iterator[tuple[int, list[object]]]:
        filled = 0
        for number, cells in _lines(content):
            yield number, cells
            filled += any(cell not in (None, "") for cell in cells)
            if filled == 2:
                return

    return table_of(start()).header


def _lines(content: bytes) -> Iterator[tuple[int, list[object]]]:
    return xlsx_lines(content) if is_xlsx(content) else csv_lines(content)
