"""Files of equipment as people send them, and the way of one from upload to the register."""

from io import BytesIO

from openpyxl import Workbook

from inventory.imports.actions.check import check_import
from inventory.imports.actions.run import start_import
from inventory.imports.actions.upload import upload_file
from inventory.imports.models import ImportRun
from inventory.models import Asset
from tests.world import NOW, World

HEADER = (
    "Inventarienummer",
    "Serienummer",
    "Artikel",
    "Modell",
    "Del av",
    "HSA-id",
    "Funktion",
    "Rum",
    "Läge",
    "Levererad",
    "Garanti till",
    "Planerat utbyte",
)
UNIT = "SE5560747551-E001"
OTHER = "SE5560747551-E002"
KEYS = (
    "number",
    "serial",
    "item",
    "model",
    "part_of",
    "unit",
    "function",
    "room",
    "state",
    "day",
    "warranty",
    "due",
)


def row(**cells: object) -> list[object]:
    """One row; what is not given is empty."""
    assert set(cells) <= set(KEYS)
    return [cells.get(key, "") for key in KEYS]


def laptop(serial: str = "BOK1", **more: object) -> list[object]:
    return row(**{"serial": serial, "item": "base-package", "unit": UNIT, "function": "Reception 1", **more})


def csv_file(
    *rows: list[object], header: tuple[str, ...] = HEADER, separator: str = ";", encoding: str = "utf-8"
) -> bytes:
    lines = [separator.join(str(cell) for cell in one) for one in (header, *rows)]
    return "\r\n".join(lines).encode(encoding)


def xlsx_file(*rows: list[object], header: tuple[str, ...] = HEADER) -> bytes:
    book = Workbook()
    for one in (header, *rows):
        book.active.append(["" if cell is None else cell for cell in one])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def uploaded(world: World, content: bytes, *, by: str = "delivery", name: str = "fil.csv") -> ImportRun:
    return upload_file(region=world.region, file_name=name, content=content, by=world.people[by], at=NOW)


def checked(world: World, content: bytes, *, by: str = "delivery") -> ImportRun:
    run = uploaded(world, content, by=by)
    return check_import(run=run, mapping=run.mapping, by=world.people[by], at=NOW)


def imported(world: World, content: bytes, *, by: str = "delivery") -> ImportRun:
    return start_import(run=checked(world, content, by=by), by=world.people[by], at=NOW)


def faults_of(run: ImportRun) -> list[tuple[int, str]]:
    return [(one["row"], one["column"]) for one in run.faults]


def asset(serial: str) -> Asset:
    return Asset.objects.select_related("unit", "part_of").get(serial_number=serial)
