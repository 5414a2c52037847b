"""The papers that labels are printed on. Measures in millimetres, as their makers give them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """``columns`` × ``rows`` labels on a page; a roll has one. ``code`` is also the name of its style."""

    code: str
    name: str
    columns: int
    rows: int

    @property
    def on_a_page(self) -> int:
        return self.columns * self.rows


SHEETS = (
    Sheet("l7160", "A4-ark med 21 etiketter, 63,5 × 38,1 mm (som Avery L7160)", 3, 7),
    Sheet("rulle62", "Rulle, 62 × 29 mm", 1, 1),
)


def sheet_called(code: str) -> Sheet:
    """Raises KeyError for a paper that there is none of."""
    return {sheet.code: sheet for sheet in SHEETS}[code]
