"""What a row of the file says, cell by cell, before it is held against the register."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from inventory.imports.columns import BY_KEY
from inventory.models import Asset
from inventory.serials import normalise_serial
from inventory.tables.table import Row
from portal.core.people.hsa_id import normalise_hsa_id
from portal.core.text import is_plain, is_storable

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
_NUMBER = re.compile(r"[A-ZÅÄÖ0-9][A-ZÅÄÖ0-9_-]{0,19}")
_SERIAL = re.compile(r"[A-Z0-9_./-]{1,60}")
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?: 00:00)?", re.ASCII)
_LONGEST = {"model": 120, "function": 100, "room": 60, "item": 120}
_DAYS = ("acquired_on", "warranty_until", "replacement_due")
_STATES = {name.casefold(): code for code, label in Asset.State.choices for name in (code, label)}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in which column of which row, and what to do about it."""

    row: int
    column: str
    what: str
    remedy: str

    @property
    def stored(self) -> dict[str, object]:
        return {"row": self.row, "column": self.column, "what": self.what, "remedy": self.remedy}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row's own words, tidied. What is empty says nothing. ``part_of`` is a number or a serial number."""

    row: int
    asset_number: str = ""
    serial_number: str = ""
    item: str = ""
    model: str = ""
    part_of: str = ""
    unit: str = ""
    function: str = ""
    room: str = ""
    state: str = ""
    acquired_on: date | None = None
    warranty_until: date | None = None
    replacement_due: date | None = None

    def fault(self, key: str, what: str, remedy: str) -> Fault:
        """A fault in the row's column of that key."""
        return Fault(self.row, BY_KEY[key].label, what, remedy)


def read_row(row: Row, mapping: Mapping[str, int], today: date) -> tuple[Wanted, list[Fault]]:
    """What the row says, and the faults that show in it alone."""
    texts = {key: row.cell(mapping.get(key)) for key in BY_KEY}
    wanted = Wanted(
        row.number,
        asset_number=texts["asset_number"].upper(),
        serial_number=normalise_serial(texts["serial_number"]),
        part_of=normalise_serial(texts["part_of"]),
        unit=normalise_hsa_id(texts["unit"]) if texts["unit"] else "",
        state=_STATES.get(texts["state"].casefold(), ""),
        **{key: texts[key] for key in _LONGEST},
    )
    days = {key: _day(texts[key]) for key in _DAYS}
    faults = [*_text_faults(wanted, texts), *_day_faults(wanted, texts, days, today)]
    return replace(wanted, **days), faults


def _text_faults(wanted: Wanted, texts: Mapping[str, str]) -> Iterator[Fault]:
    for key, text in texts.items():
        if not is_storable(text) or not is_plain(text) or "\ufffd" in text:
            yield wanted.fault(key, "Texten har tecken som inte går att visa.", "Skriv om texten.")
        elif len(text) > _LONGEST.get(key, 100):
            yield wanted.fault(
                key, "Texten är för lång.", f"Korta den till högst {_LONGEST.get(key, 100)} tecken."
            )
    if wanted.asset_number and not _NUMBER.fullmatch(wanted.asset_number):
        yield wanted.fault(
            "asset_number", f"{texts['asset_number'][:30]} kan inte vara ett inventarienummer.",
            "Använd högst 20 bokstäver, siffror och bindestreck.",
        )  # fmt: skip
    if wanted.serial_number and not _SERIAL.fullmatch(wanted.serial_number):
        yield wanted.fault(
            "serial_number", f"Serienumret {texts['serial_number'][:60]} har tecken som inte kan stämma.",
            "Läs av det igen från utrustningen.",
        )  # fmt: skip
    if texts["state"] and not wanted.state:
        yield wanted.fault(
            "state",
            f"Läget {texts['state'][:40]} finns inte.",
            "Välj ett läge i mallens blad Tillåtna värden.",
        )


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _day_faults(
    wanted: Wanted, texts: Mapping[str, str], days: Mapping[str, date | None], today: date
) -> Iterator[Fault]:
    for key, day in days.items():
        if texts[key] and day is None:
            yield wanted.fault(key, f"{texts[key][:30]} är inte en dag.", "Skriv dagen som ÅÅÅÅ-MM-DD.")
        elif day and not EARLIEST <= day <= LATEST:
            yield wanted.fault(
                key, f"{day} ligger för långt bort.", "Skriv en dag från år 2000 till år 2099."
            )
    delivered = days["acquired_on"]
    if delivered and EARLIEST <= delivered <= LATEST and delivered > today:
        yield wanted.fault(
            "acquired_on", f"{delivered} har inte varit än.", "Skriv dagen då utrustningen kom."
        )
