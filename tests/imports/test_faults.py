"""What the dry run says of a file that is wrong: row, column, what, and the remedy; and files that cannot be read."""

import struct
import zipfile
from io import BytesIO

import pytest

from inventory.imports.models import ImportRun
from inventory.models import Asset
from inventory.tables.table import MOST_COLUMNS
from inventory.tables.xlsx_file import MOST_UNPACKED, xlsx_lines
from portal.core.errors import Invalid
from portal.core.units.models import Region
from tests.imports.files import (
    HEADER,
    OTHER,
    UNIT,
    checked,
    csv_file,
    faults_of,
    imported,
    laptop,
    row,
    uploaded,
    xlsx_file,
)
from tests.world import World, make_unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        (laptop(""), "Serienummer"),
        (laptop("a,b"), "Serienummer"),
        (laptop(item=""), "Artikel"),
        (laptop(item="rymdraket"), "Artikel"),
        (laptop(item="support"), "Artikel"),
        (laptop(unit=""), "HSA-id"),
        (laptop(unit="SE5560747551-E999"), "HSA-id"),
        (laptop(unit="SE5560747551-U001"), "HSA-id"),
        (laptop(state="Borta"), "Läge"),
        (laptop(state="I regionens lager"), "HSA-id"),
        (laptop(day="i maj"), "Levererad"),
        (laptop(day="2026-02-30"), "Levererad"),
        (laptop(day="2027-01-01"), "Levererad"),
        (laptop(due="1999-01-01"), "Planerat utbyte"),
        (laptop(number="KLM-999999"), "Inventarienummer"),
        (laptop(number="a b"), "Inventarienummer"),
        (laptop(room="x" * 61), "Rum"),
        (laptop(function="a\u202eb"), "Funktion"),
        (row(serial="SK1", item="skärm", part_of="FINNSEJ"), "Del av"),
        (row(serial="SK1", item="rymdraket", part_of="HEL"), "Artikel"),
        (row(serial="SK1", item="skärm", part_of="HEL", unit=OTHER), "HSA-id"),
        (laptop("HEL"), "Serienummer"),
        (row(serial="ETT2", item="label-printer", unit=OTHER), "Artikel"),
    ],
)
def test_each_fault_is_told_with_row_column_and_remedy(world: World, wrong: list, column: str) -> None:
    foreign = Region.objects.create(code="annan", name="Annan", county_code="09", asset_prefix="ANN")
    make_unit(foreign, world.unit.provider, "U001", "I en annan region")
    run = checked(world, csv_file(laptop("HEL"), row(serial="ETT1", item="label-printer", unit=OTHER), wrong))
    assert faults_of(run) == [(4, column)]
    (fault,) = run.faults
    assert fault["what"].endswith(".")
    assert fault["remedy"].endswith(".")
    assert not Asset.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        (row(number="GAMMAL-1", serial="A2"), "Serienummer"),
        (row(number="GAMMAL-1", serial="NYTT"), "Serienummer"),
        (row(number="GAMMAL-3", serial="A1"), "Inventarienummer"),
        (laptop("A2", item="switch"), "Artikel"),
        (laptop("A2", part_of="A1"), "Del av"),
    ],
)
def test_numbers_that_contradict_the_register(world: World, wrong: list, column: str) -> None:
    imported(world, csv_file(laptop("A1", number="GAMMAL-1"), laptop("A2", number="GAMMAL-2")))
    assert faults_of(checked(world, csv_file(wrong))) == [(2, column)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\r\n;;\r\n", "empty_file"),
        (csv_file(), "no_rows"),
        (b"\x89PNG\r\n\0\0", "not_text"),
        (b'a;"b\r\nc;d', "broken_csv"),
        (b"PK\x03\x04nonsense", "broken_xlsx"),
        (csv_file(["x"] * 61, header=tuple("abc" * 21)), "too_many_columns"),
        (b"a;b\r\n" + b"x" * 10_000_001, "too_large"),
    ],
)
def test_a_file_that_cannot_be_read_says_so(world: World, content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        uploaded(world, content)
    assert refused.value.code == code
    assert not ImportRun.objects.exists()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """An XLSX with one of its parts in other words."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            new.writestr(one.filename, part if one.filename == name else old.read(one.filename))
    return out.getvalue()


def test_entities_and_bombs_in_a_spreadsheet_are_refused(world: World) -> None:
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
    for hostile, code in (
        (with_part(xlsx_file(laptop()), "xl/worksheets/sheet1.xml", entity), "broken_xlsx"),
        (
            with_part(xlsx_file(laptop()), "xl/worksheets/sheet1.xml", b"0" * (MOST_UNPACKED + 1)),
            "too_large_unpacked",
        ),
    ):
        with pytest.raises(Invalid) as refused:
            uploaded(world, hostile)
        assert refused.value.code == code


def test_rows_and_columns_far_away_are_not_read(world: World) -> None:
    def sheet(*cells: str) -> bytes:
        rows = "".join(
            f'<row r="{cell.lstrip("ABCDFX")}"><c r="{cell}" t="inlineStr"><is><t>Serienummer</t></is></c></row>'
            for cell in cells
        )
        head = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        part = f'<worksheet xmlns="{head}"><sheetData>{rows}</sheetData></worksheet>'
        return with_part(xlsx_file(laptop()), "xl/worksheets/sheet1.xml", part.encode())

    with pytest.raises(Invalid) as refused:
        uploaded(world, sheet("A1", "A4000000000"))
    assert refused.value.code == "broken_xlsx"
    wide = [cells for _, cells in xlsx_lines(sheet("A1", "XFD2"))]
    assert [len(cells) for cells in wide] == [1, MOST_COLUMNS + 1]


def test_a_bomb_that_lies_of_its_size_is_not_unpacked_beyond_it(world: World) -> None:
    content = bytearray(with_part(xlsx_file(laptop()), "xl/worksheets/sheet1.xml", b"0" * 1_000_000))
    for at in (
        place
        for place in range(len(content) - 4)
        if content[place : place + 4] == struct.pack("<I", 1_000_000)
    ):
        content[at : at + 4] = struct.pack("<I", 10)
    with pytest.raises(Invalid):
        uploaded(world, bytes(content))


def test_the_headings_of_our_own_list_are_known(world: World) -> None:
    assert set(uploaded(world, csv_file(laptop(), header=HEADER)).mapping.values()) == set(range(len(HEADER)))
    assert world.unit.hsa_id == UNIT
