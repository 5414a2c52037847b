"""Reading CSV as Swedish offices save it: semicolon, comma or tab, UTF-8 with or without BOM, or Windows-1252."""

import csv
from collections.abc import Iterator
from io import StringIO

from portal.core.errors import Invalid

_SEPARATORS = (";", ",", "\t")
_LONGEST_CELL = 10_000


def decoded(content: bytes) -> str:
    """The file's text. Raises Invalid when it is none, as when a picture or an old Excel file is sent."""
    if b"\0" in content:
        raise Invalid(
            "not_text",
            "Filen är inte en textfil. Spara den som CSV (UTF-8) eller XLSX och försök igen.",
            field="file",
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Every byte but five means something in Windows-1252; those are left as a sign that is refused later.
        return content.decode("cp1252", errors="replace")


def separator_of(text: str) -> str:
    """The one that stands most often outside quotes in the first line; semicolon when none does."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(_SEPARATORS, key=outside.count)


def csv_lines(content: bytes) -> Iterator[tuple[int, list[object]]]:
    """Every line with its number. Raises Invalid for what is not text, and for a quote that is never closed."""
    text = decoded(content)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if any(len(cell) > _LONGEST_CELL for cell in cells):
                raise csv.Error
            yield number, list(cells)
    except csv.Error as error:
        raise Invalid(
            "broken_csv",
            f"Rad {number + 1} går inte att läsa. Se efter om ett citattecken saknas.",
            field="file",
        ) from error
