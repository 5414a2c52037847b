"""Reading the first sheet of an XLSX file, streamed, with what it may unpack to bounded beforehand.

openpyxl reads XML with defusedxml when that is installed, so that entities are refused.
"""

import warnings
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from inventory.tables.table import MOST_COLUMNS
from portal.core.errors import Invalid

MOST_UNPACKED = 150_000_000
_MOST_PARTS = 500
_MOST_LINES = 1_048_576  # as many as a sheet has


def is_xlsx(content: bytes) -> bool:
    """Whether the file is a zip, as an XLSX is."""
    return content.startswith(b"PK\x03\x04")


def require_bounded(content: bytes) -> None:
    """Raise Invalid for what is no XLSX or would unpack to more than any list of equipment does."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
    except BadZipFile as error:
        raise _unreadable() from error
    if len(parts) > _MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
        raise Invalid(
            "too_large_unpacked",
            "Filen är för stor när den packas upp. Spara bladet som CSV i stället.",
            field="file",
        )


def xlsx_lines(content: bytes) -> Iterator[tuple[int, list[object]]]:
    """Every row of the first sheet with its number. Raises Invalid for what cannot be read."""
    require_bounded(content)
    with warnings.catch_warnings():
        # openpyxl warns of what it passes over, as of styles and rules for validation.
        warnings.simplefilter("ignore", UserWarning)
        yield from _rows(content)


def _rows(content: bytes) -> Iterator[tuple[int, list[object]]]:
    # Of the web's processes only the one that is sent a workbook needs what reads it.
    from openpyxl import load_workbook

    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            # What the file says of its own size is not to be trusted: it decides how much an empty row takes.
            sheet.reset_dimensions()
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                if number > _MOST_LINES:
                    raise _unreadable()
                # A cell far to the right would make every row as wide. One too many is told of later.
                yield number, list(cells[: MOST_COLUMNS + 1])
        finally:
            book.close()
    except Invalid:
        raise
    except Exception as error:  # openpyxl lets through whatever its parsers raise
        raise _unreadable() from error


def _unreadable() -> Invalid:
    return Invalid(
        "broken_xlsx", "Filen går inte att läsa. Spara den igen som XLSX eller CSV (UTF-8).", field="file"
    )
