"""The columns that an import knows: what each is called, what it may also be called, and an example."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from inventory.tables.table import plain_heading


@dataclass(frozen=True, slots=True)
class Column:
    """``also``: other headings that are recognised. ``help``: what to write, for the sheet of allowed values."""

    key: str
    label: str
    example: str
    help: str
    also: tuple[str, ...] = ()


COLUMNS = (
    Column("asset_number", "Inventarienummer", "", "Tomt för ny utrustning som ska få nästa nummer.",
           ("Inventarienr", "Nummer", "Asset number")),
    Column("serial_number", "Serienummer", "ET14G5-0001", "Det som står på utrustningen.",
           ("Serienr", "S/N", "SN", "Serial", "Serial number")),
    Column("item", "Artikel", "base-package", "Artikelns kod eller namn. För en del: delens kod eller namn.",
           ("Artikelkod", "Item")),
    Column("model", "Modell", "Elmtorp Bok 14 G5", "Tomt ger artikelns modell.", ("Modellnamn", "Model")),
    Column("part_of", "Del av", "", "Inventarienummer eller serienummer för det som delen hör till.",
           ("Tillhör", "Part of")),
    Column("unit", "HSA-id", "SE2321000073-1A2B", "Enhetens HSA-id. Tomt för det som står i lager och för delar.",
           ("Enhetens HSA-id", "Enhet HSA-id", "HSAID", "Unit")),
    Column("function", "Funktion", "Reception 1", "Det arbete som utrustningen står för. Inte en persons namn.",
           ("Function",)),
    Column("room", "Rum", "2", "Rummet på enheten.", ("Room",)),
    Column("state", "Läge", "I bruk", "Tomt betyder I bruk. Läget på det som redan finns ändras inte här.",
           ("Status", "State")),
    Column("acquired_on", "Levererad", "2026-11-02", "ÅÅÅÅ-MM-DD. Tomt betyder i dag.",
           ("Leveransdatum", "Levererad den", "Leveransdag")),
    Column("warranty_until", "Garanti till", "2029-11-02", "ÅÅÅÅ-MM-DD. Tomt för nytt räknas från leveransen.",
           ("Garanti", "Garanti t.o.m.")),
    Column("replacement_due", "Planerat utbyte", "2030-11-02", "ÅÅÅÅ-MM-DD. Tomt för nytt räknas från leveransen.",
           ("Utbyte", "Utbytesdatum")),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}


def guess_mapping(header: Sequence[str]) -> dict[str, int]:
    """The place of each column that a heading names, by its key. The first of several alike counts."""
    named = {plain_heading(name): column.key for column in COLUMNS for name in (column.label, *column.also)}
    found: dict[str, int] = {}
    for place, heading in enumerate(header):
        key = named.get(plain_heading(heading))
        if key:
            found.setdefault(key, place)
    return found


def signature_of(header: Sequence[str]) -> str:
    """The same for every file with the same headings in the same order."""
    return hashlib.sha256("\x1f".join(plain_heading(heading) for heading in header).encode()).hexdigest()
