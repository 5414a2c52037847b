"""The pages of an import, and large files by the worker."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from inventory.imports.handlers import check_file, import_file, progress_of
from inventory.imports.models import ImportRun
from inventory.models import Asset
from portal.core import clock
from portal.core.outbox.models import Message
from tests.imports.files import asset, checked, csv_file, laptop, row
from tests.orders.making import queries_of
from tests.pages import as_user, text_of
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
LIST = "/utrustning/import/"


def send(client, content: bytes, name: str = "fil.csv"):
    return client.post(LIST, {"file": SimpleUploadedFile(name, content, "text/csv")})


def test_upload_check_and_import(world: World) -> None:
    client = as_user(world.delivery)
    answer = send(client, csv_file(laptop(), laptop("BOK2", day="i maj")))
    run = ImportRun.objects.get()
    page = f"{LIST}{run.pk}/"
    assert answer.url == page
    chosen = {f"kol-{key}": place for key, place in run.mapping.items()}
    assert client.post(page, {"gor": "kontrollera", **chosen}).status_code == 302
    shown = text_of(client.get(page))
    assert "i maj är inte en dag." in shown
    assert "Skriv dagen som ÅÅÅÅ-MM-DD." in shown
    assert 'value="importera"' not in shown
    assert client.post(page, {"gor": "kontrollera", **chosen, "kol-model": "0"}).status_code == 422
    assert client.post(page, {"gor": "kasta"}).url == LIST
    send(client, csv_file(laptop()))
    page = f"{LIST}{ImportRun.objects.get().pk}/"
    client.post(page, {"gor": "kontrollera", **chosen})
    assert 'value="importera"' in text_of(client.get(page))
    assert "Filen är importerad: 1 ny inventarie" in text_of(
        client.post(page, {"gor": "importera"}, follow=True)
    )
    life = text_of(client.get(f"/utrustning/{asset('BOK1').asset_number}/"))
    assert f'href="{page}"' in life
    assert client.post(page, {"gor": "annat"}).status_code == 422


def test_faults_of_the_upload_stand_at_the_field(world: World) -> None:
    client = as_user(world.coordinator)
    for answer, words in (
        (client.post(LIST), "Välj en fil."),
        (send(client, csv_file()), "Filen har bara en rubrikrad."),
        (send(client, b"\0\1"), "Filen är inte en textfil."),
    ):
        assert answer.status_code == 422
        assert words in text_of(answer)


def test_the_blanks_can_be_filled_in_and_sent(world: World) -> None:
    client = as_user(world.it_coordinator)
    book = load_workbook(BytesIO(client.get(f"{LIST}mall.xlsx").content))
    values = {one for line in book["Tillåtna värden"].iter_rows(values_only=True) for one in line}
    assert {"base-package", "screen", "access-point", "På reparation"} <= values
    assert "support" not in values
    assert world.unit.hsa_id in {line[0] for line in book["Enheter"].iter_rows(values_only=True)}
    book["Utrustning"]["F2"] = world.unit.hsa_id
    out = BytesIO()
    book.save(out)
    run = checked(world, out.getvalue())
    assert (run.new_count, run.faults) == (1, [])
    blank = client.get(f"{LIST}mall.csv").content
    assert checked(world, blank.replace(b"SE2321000073-1A2B", world.unit.hsa_id.encode())).new_count == 1


def test_a_large_file_is_the_workers_and_tells_how_far_it_has_come(world: World) -> None:
    run = checked(
        world,
        csv_file(*(laptop(f"M{n}") for n in range(1_200)), row(serial="SK1", item="screen", part_of="M0")),
    )
    assert run.state == "CHECKING"
    client, page = as_user(world.delivery), f"{LIST}{run.pk}/"
    assert "Filen kontrolleras." in text_of(client.get(page))
    (message,) = Message.objects.filter(kind="imports.check")
    for _ in range(2):
        check_file(message.payload, NOW)
    run.refresh_from_db()
    assert (run.state, run.new_count, run.fault_count) == ("CHECKED", 1_201, 0)
    client.post(page, {"gor": "importera"})
    assert "Filen importeras." in text_of(client.get(page))
    (message,) = Message.objects.filter(kind="imports.run")
    for _ in range(2):
        import_file(message.payload, clock.now())
    run.refresh_from_db()
    assert (run.state, run.content, run.started_by) == ("DONE", None, world.delivery)
    assert Asset.objects.count() == 1_201
    assert tuple(progress_of(run)) == (1_201, 1_201)


def test_a_large_file_that_cannot_be_imported_fails_with_words(world: World) -> None:
    run = checked(world, csv_file(*(laptop(f"M{n}") for n in range(1_001))))
    check_file({"run": run.pk}, NOW)
    as_user(world.delivery).post(f"{LIST}{run.pk}/", {"gor": "importera"})
    world.delivery.is_active = False
    world.delivery.save()
    import_file({"run": run.pk}, clock.now())
    run.refresh_from_db()
    assert run.state == "FAILED"
    assert run.problem
    assert not Asset.objects.exists()


def test_the_list_asks_as_much_for_three_as_for_one(world: World) -> None:
    client = as_user(world.delivery)
    checked(world, csv_file(laptop()))
    client.get(LIST)
    few = queries_of(lambda: client.get(LIST))
    for _ in range(2):
        checked(world, csv_file(laptop()))
    assert queries_of(lambda: client.get(LIST)) == few
