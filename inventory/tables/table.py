"""A file of rows as text, whatever program wrote it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from portal.core.errors import Invalid
from portal.core.sheets import FORMULA_SIGNS

MOST_BYTES = 10_000_000
MOST_ROWS = 50_000
MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class Row:
    """``number`` is the row's own in the file, as a spreadsheet shows it: the header is 1."""

    number: int
    cells: tuple[str, ...]

    def cell(self, place: int | None) -> str:
        """What stands in the column; empty where there is no such column or the row ends before it."""
        return self.cells[place] if place is not None and place < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the rows below it that are not empty."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def plain_heading(text: str) -> str:
    """A heading as it is compared: letters and digits alone, whatever the case."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def table_of(lines: Iterator[tuple[int, list[object]]], most_rows: int = MOST_ROWS) -> Table:
    """Make a table of numbered lines of cells; the first that is not empty is the header.

    Raises Invalid for no header, no rows, too many rows or too many columns.
    """
    filled = ((number, cells) for number, raw in lines if any(cells := _texts(raw)))
    first = next(filled, None)
    if first is None:
        raise Invalid(
            "empty_file", "Filen är tom. Välj en fil med en rubrikrad och minst en rad.", field="file"
        )
    if len(first[1]) > MOST_COLUMNS:
        raise Invalid(
            "too_many_columns",
            f"Filen har fler än {MOST_COLUMNS} kolumner. Ta bort dem som inte behövs.",
            field="file",
        )
    rows: list[Row] = []
    for number, cells in filled:
        if len(rows) == most_rows:
            told = f"{most_rows:,}".replace(",", "\N{NO-BREAK SPACE}")
            raise Invalid("too_many_rows", f"Filen har fler än {told} rader. Dela upp den.", field="file")
        rows.append(Row(number, tuple(cells[: len(first[1])])))
    if not rows:
        raise Invalid("no_rows", "Filen har bara en rubrikrad. Lägg till minst en rad.", field="file")
    return Table(tuple(first[1]), tuple(rows))


def _texts(raw: list[object]) -> list[str]:
    cells = [as_text(value) for value in raw]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def as_text(value: object) -> str:
    """What a spreadsheet holds, as it is written: days as 2026-11-18, whole numbers without a point. The sign that our
    own lists put before a text that looks like a formula is taken away."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (
            value.date().isoformat() if value.time() == value.min.time() else value.isoformat(" ", "minutes")
        )
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = " ".join(str(value).split(" ")).strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_SIGNS) else text
