"""Tables as CSV and XLSX: what a spreadsheet reads is what was given, and never a formula."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from portal.core.sheets import as_csv, as_xlsx, safe_cell

HEADINGS = ("Namn", "Antal", "Dag")
ROWS = [("Åsa", 3, date(2026, 11, 21)), ("=1+1", 0, None), ("a\x0bb", 1, None)]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_no_cell_of_csv_is_a_formula(text: str) -> None:
    assert safe_cell(text).startswith("'")
    assert safe_cell("Rum 1-2") == "Rum 1-2"


def test_csv_is_as_swedish_spreadsheets_want_it() -> None:
    text = as_csv(HEADINGS, ROWS[:2])
    assert text == "\ufeffNamn;Antal;Dag\r\nÅsa;3;2026-11-21\r\n'=1+1;0;\r\n"


def test_xlsx_has_numbers_days_and_texts_that_are_no_formulas() -> None:
    sheet = load_workbook(BytesIO(as_xlsx("Utrustning", HEADINGS, ROWS))).active
    assert sheet.title == "Utrustning"
    top, first, second, third = sheet.iter_rows()
    assert [cell.value for cell in top] == list(HEADINGS)
    assert top[0].font.bold
    assert [cell.value for cell in first[:2]] == ["Åsa", 3]
    assert first[2].value.date() == date(2026, 11, 21)
    assert (second[0].value, second[0].data_type) == ("=1+1", "s")
    assert third[0].value == "ab"
