"""The columns of the list of assets: what each shows on the page, what it gives to a file and how it sorts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from inventory.models import Asset
from inventory.models.ordering import BY_FUNCTION, BY_LAST_SEEN, BY_MODEL, BY_REPLACEMENT, BY_WARRANTY
from portal.core import clock
from portal.core.sheets import Value as Cell
from portal.core.text import capitalised
from portal.core.web.formatting import swedish_date

# A piece, and the piece whose unit is read already: a part stands where its whole does.
Cells = Callable[[Asset, Asset], tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` is its word in the address, ``headings`` and ``cells`` what it is in a file, ``shown`` a line on the
    page and a smaller one below. ``sorts`` False: the list cannot be sorted by it."""

    name: str
    title: str
    headings: tuple[str, ...]
    cells: Cells
    shown: Callable[[Asset], tuple[str, str]]
    sorts: bool = True


_EXPRESSIONS = {
    "artikel": BY_MODEL,
    "placering": BY_FUNCTION,
    "garanti": BY_WARRANTY,
    "utbyte": BY_REPLACEMENT,
    "natet": BY_LAST_SEEN,
}
_PLAIN = {"nummer": "asset_number", "levererad": "acquired_on", "enhet": "unit__sort_key"}
SORTS = frozenset({*_EXPRESSIONS, *_PLAIN})


def _on(day: date | None) -> tuple[str, str]:
    return (swedish_date(day, "short", today=clock.today()) if day else "–"), ""


NUMBER = Column(
    "nummer",
    "Inventarie",
    ("Inventarienummer", "Serienummer", "Del av"),
    lambda asset, at: (asset.asset_number, asset.serial_number, _whole_of(asset, at)),
    lambda asset: (asset.asset_number, asset.serial_number),
)
COLUMNS = {
    column.name: column
    for column in (
        Column(
            "artikel",
            "Artikel",
            ("Artikel", "Modell"),
            lambda asset, at: (asset.item_name, asset.model_name),
            lambda asset: (asset.model_name, capitalised(asset.item_name)),
        ),
        Column(
            "enhet",
            "Enhet",
            ("Enhet", "HSA-id"),
            lambda asset, at: (at.unit.name, at.unit.hsa_id) if at.unit else ("", ""),
            lambda asset: (asset.unit.name if asset.unit else "Regionens lager", ""),
        ),
        Column(
            "placering",
            "Placering",
            ("Funktion", "Rum"),
            lambda asset, at: (asset.function, asset.room),
            lambda asset: (asset.function or "–", asset.room),
        ),
        Column(
            "lage",
            "Läge",
            ("Läge",),
            lambda asset, at: (asset.get_state_display(),),
            lambda asset: (asset.get_state_display(), "Utlånad" if asset.on_loan else ""),
            sorts=False,
        ),
        Column(
            "utlanad",
            "Utlånad",
            ("Utlånad",),
            lambda asset, at: ("Ja" if asset.on_loan else "Nej",),
            lambda asset: ("Ja" if asset.on_loan else "–", ""),
            sorts=False,
        ),
        Column(
            "utbyte",
            "Utbyte",
            ("Planerat utbyte",),
            lambda asset, at: (asset.replacement_due,),
            lambda asset: _on(asset.replacement_due),
        ),
        Column(
            "levererad",
            "Levererad",
            ("Levererad",),
            lambda asset, at: (asset.acquired_on,),
            lambda asset: _on(asset.acquired_on),
        ),
        Column(
            "lamnade",
            "Lämnade enheten",
            ("Lämnade enheten",),
            lambda asset, at: (asset.released_on,),
            lambda asset: _on(asset.released_on),
            sorts=False,
        ),
        Column(
            "garanti",
            "Garanti till",
            ("Garanti till",),
            lambda asset, at: (asset.warranty_until,),
            lambda asset: _on(asset.warranty_until),
        ),
        Column(
            "natet",
            "Senast på nätet",
            ("Senast på nätet",),
            lambda asset, at: (asset.last_seen_on,),
            lambda asset: _on(asset.last_seen_on),
        ),
    )
}
USUAL = ("artikel", "enhet", "placering", "lage", "utbyte")


def columns_called(names: Sequence[str]) -> list[Column]:
    """The number, which every list has, and the named ones in their own order."""
    return [NUMBER, *(column for name, column in COLUMNS.items() if name in names)]


def sorted_by(assets: QuerySet[Asset], wish: str) -> tuple[QuerySet[Asset], tuple[str, ...]]:
    """The rows with what they are sorted by, and the order for ``page_of``: "utbyte", or "-utbyte" for falling.

    Every order has an index that begins with it, so that a page of a million rows costs what one of a hundred does.
    """
    name, falling = wish.removeprefix("-"), "-" if wish.startswith("-") else ""
    if name in _EXPRESSIONS:
        return assets.annotate(sorted_by=_EXPRESSIONS[name]), (
            f"{falling}sorted_by",
            f"{falling}asset_number",
        )
    column = _PLAIN.get(name, "asset_number")
    return assets, tuple(f"{falling}{one}" for one in dict.fromkeys((column, "asset_number")))


def _whole_of(asset: Asset, at: Asset) -> str:
    if at is not asset:
        return at.asset_number
    return asset.part_of.asset_number if asset.part_of else ""
