"""The list as a file: exactly what is shown, at once when it is short and by the worker when it is long."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from inventory.actions.exports import ask_for_export
from inventory.export import note_progress
from inventory.models import Asset, ExportFile
from inventory.tasks import drop_exports
from portal.core import clock
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Invalid
from portal.core.outbox.actions import dispatch_next
from tests.inventory.listing import LIST, day, page_of, plain
from tests.pages import as_user
from tests.world import NOW, World


def csv_of(client, **params) -> list[list[str]]:
    response = client.get(f"{LIST}lista.csv", params)
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    text = response.content.decode()
    assert text.startswith("\ufeff")
    return [line.split(";") for line in text[1:].split("\r\n")[:-1]]


def fill(world: World, count: int) -> None:
    values = {
        "item_code": "extra-screen",
        "item_name": "extra skärm",
        "kind": "NEEDS_TESTED",
        "model_name": "V",
    }
    Asset.objects.bulk_create(
        Asset(asset_number=f"KLM-8{n:05d}", unit=world.unit, acquired_on=clock.today(), **values)
        for n in range(count)
    )


def test_a_file_holds_exactly_what_is_shown(world: World) -> None:
    whole = plain(world.unit, 1, function="=HYPERLINK(1)", replacement_due=day(3))
    plain(world.unit, 3, part_of=whole, serial_number="", item_name="tangentbord")
    plain(world.unit, 2, replacement_due=day(2))
    plain(world.other_unit, 4)
    client = as_user(world.head)
    top, *rows = csv_of(client)
    assert top == ["Inventarienummer", "Serienummer", "Del av", "Artikel", "Modell", "Funktion", "Rum", "Läge",
                   "Planerat utbyte"]  # fmt: skip
    assert [row[0] for row in rows] == ["KLM-900001", "KLM-900003", "KLM-900002"]
    assert rows[0][5] == "'=HYPERLINK(1)"
    assert rows[1][2] == "KLM-900001"
    top, *rows = csv_of(client, q="hyperlink", kolumner=["enhet", "utbyte"], ordning="-utbyte")
    assert top == ["Inventarienummer", "Serienummer", "Del av", "Enhet", "HSA-id", "Planerat utbyte"]
    assert rows[0] == ["KLM-900001", "SN1", "", world.unit.name, world.unit.hsa_id, "2027-03-01"]
    assert len(rows) == 2
    _, *rows = csv_of(client, ordning="utbyte")
    assert [row[0] for row in rows] == ["KLM-900002", "KLM-900001", "KLM-900003"]


def test_the_same_as_xlsx(world: World) -> None:
    plain(world.unit, 1, function="=1+1", replacement_due=day(3))
    response = as_user(world.head).get(f"{LIST}lista.xlsx", {"kolumner": ["placering", "utbyte"]})
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert '.xlsx"' in response["Content-Disposition"]
    _, row = load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True)
    assert row[:5] == ("KLM-900001", "SN1", None, "=1+1", None)
    assert row[5].date() == day(3)


def test_a_long_list_is_made_by_the_worker(world: World) -> None:
    fill(world, 1_001)
    plain(world.unit, 1, serial_number="", function="Överst", replacement_due=day(1))
    client = as_user(world.head)
    wishes = {"kolumner": "placering", "ordning": "-placering"}
    page = page_of(client, f"{LIST}lista.csv", **wishes)
    assert "Hämta 1 002 inventarier" in page.replace("\xa0", " ").replace("&nbsp;", " ")
    asked = client.post(f"{LIST}filer/", {"format": "csv", "urval": "ordning=-placering&kolumner=placering"})
    file = ExportFile.objects.get()
    assert asked["Location"] == f"{LIST}filer/{file.pk}/"
    assert client.get(f"{asked['Location']}hamta/").status_code == 409
    note_progress(file, 1_000)
    page = page_of(client, asked["Location"])
    assert 'value="1000"' in page
    assert "hx-trigger" in page
    assert as_user(world.coordinator).get(asked["Location"]).status_code == 404
    while dispatch_next(clock.now()):
        pass
    part = client.get(asked["Location"], headers={"HX-Request": "true"}).content.decode()
    assert "Filen är klar" in part
    assert "<html" not in part
    fetched = client.get(f"{asked['Location']}hamta/")
    rows = fetched.content.decode().split("\r\n")
    assert rows[0] == "\ufeffInventarienummer;Serienummer;Del av;Funktion;Rum"
    assert rows[1].startswith("KLM-900001;;;Överst")
    assert len(rows) == 1 + 1_002 + 1
    assert AuditEvent.objects.filter(kind="assets.exported").count() == 1


def test_the_worker_reads_with_the_roles_of_the_one_who_asked(world: World) -> None:
    plain(world.unit, 1)
    plain(world.other_unit, 2)
    client = as_user(world.head)
    client.post(f"{LIST}filer/", {"format": "xlsx", "urval": ""})
    while dispatch_next(clock.now()):
        pass
    file = ExportFile.objects.get()
    rows = list(load_workbook(BytesIO(bytes(file.content))).active.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["KLM-900001"]


def test_files_are_gone_after_a_day(world: World) -> None:
    _, new = (
        ExportFile.objects.create(
            format="csv", wishes={}, columns=[], rows=1, asked_at=at, asked_by=world.head
        )
        for at in (clock.now() - timedelta(days=1, minutes=1), clock.now() - timedelta(hours=23))
    )
    drop_exports()
    assert list(ExportFile.objects.all()) == [new]


def test_too_much_is_refused(world: World) -> None:
    ask = {"wishes": {}, "columns": [], "by": world.head, "at": NOW}
    with pytest.raises(Invalid):
        ask_for_export(format="pdf", rows=1, **ask)
    with pytest.raises(Invalid):
        ask_for_export(format="csv", rows=200_001, **ask)
    for _ in range(3):
        ask_for_export(format="csv", rows=1, **ask)
    with pytest.raises(Conflict):
        ask_for_export(format="csv", rows=1, **ask)
