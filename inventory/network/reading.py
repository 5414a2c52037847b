"""A file of sightings as contacts."""

from collections.abc import Sequence
from datetime import date, datetime

from inventory.network.contact import MOST_CONTACTS, Contact
from inventory.serials import normalise_serial
from inventory.tables.reading import read_table
from inventory.tables.table import Row, plain_heading
from portal.core.clock import local_date
from portal.core.errors import Errors, Invalid
from portal.core.people.hsa_id import normalise_hsa_id

_HEADINGS = {
    "serial": ("serienummer", "serienr", "serial", "serialnumber"),
    "asset": ("inventarienummer", "inventarienr", "assetnumber"),
    "seen": ("senastsedd", "senastpånätet", "sedd", "seenat", "lastseen"),
    "unit": ("hsaid", "enhet", "enhetenshsaid", "unit"),
    "location": ("nätverksplats", "plats", "switch", "networklocation"),
    "hostname": ("datornamn", "värdnamn", "hostname"),
}
_MOST_TOLD = 20


def contacts_in(content: bytes) -> list[Contact]:
    """The file's rows. Raises Invalid for a file that cannot be read or lacks columns, Errors for rows."""
    table = read_table(content, MOST_CONTACTS)
    places = _places(table.header)
    if "seen" not in places or not {"serial", "asset"} & set(places):
        raise Invalid(
            "columns_missing",
            "Filen ska ha kolumnen Senast sedd och Serienummer eller Inventarienummer.",
            field="file",
        )
    contacts: list[Contact] = []
    faults: list[Invalid] = []
    for row in table.rows:
        try:
            contacts.append(_contact(row, places))
        except Invalid as fault:
            faults.append(fault)
    if faults:
        raise Errors(faults[:_MOST_TOLD])
    return contacts


def _places(header: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, heading in enumerate(header):
        plain = plain_heading(heading)
        for key, names in _HEADINGS.items():
            if plain in names:
                found.setdefault(key, place)
    return found


def _contact(row: Row, places: dict[str, int]) -> Contact:
    texts = {key: row.cell(places.get(key)) for key in _HEADINGS}
    name = normalise_serial(texts["serial"] or texts["asset"])
    if not name:
        raise Invalid("no_name", f"Rad {row.number}: numret saknas.", field="file")
    return Contact(
        name=name,
        day=_day(row, texts["seen"]),
        unit=normalise_hsa_id(texts["unit"]),
        location=normalise_serial(texts["location"]),
        hostname=texts["hostname"],
    )


def _day(row: Row, text: str) -> date:
    try:
        moment = datetime.fromisoformat(text)
        return local_date(moment) if moment.tzinfo else moment.date()
    except (ValueError, OverflowError) as error:
        raise Invalid(
            "not_a_day", f"Rad {row.number}: ”{text[:30]}” är inte en tidpunkt. Skriv 2026-11-18 eller 2026-11-18 08:30.",
            field="file",
        ) from error  # fmt: skip
