"""Labels: what they say to a scanner, and the paper that they are printed on."""

import io
import subprocess
from pathlib import Path

import pikepdf
import pytest

from inventory.labels.codes import address_of, code_of, find_scanned, key_in
from inventory.labels.drawing import bars_of, labels_as_pdf
from inventory.labels.sheets import SHEETS, sheet_called
from inventory.models import Asset, ExportFile
from portal.core import clock
from portal.core.outbox.actions import dispatch_next
from tests.inventory.test_assets import plain
from tests.pages import as_user
from tests.world import World

pytestmark = pytest.mark.django_db


def test_the_code_is_read_back_and_no_other(world: World) -> None:
    asset = plain(world.unit, 1)
    code = code_of(asset)
    assert key_in(code) == asset.pk
    assert asset.asset_number not in code
    for wrong in (
        "",
        ".",
        code[:-1],
        code + "A",
        f"{asset.pk + 1}{code[code.index('.') :]}",
        "٣." + "x" * 16,
        "x" * 500,
    ):
        assert key_in(wrong) is None


def test_a_scan_of_any_kind_finds_the_asset(world: World) -> None:
    asset, other = plain(world.unit, 1), plain(world.other_unit, 2)
    mine = Asset.objects.filter(unit=world.unit)
    for text in (
        address_of(asset),
        asset.asset_number,
        asset.asset_number.lower(),
        " sn 1 ",
        code_url(asset),
    ):
        assert find_scanned(text, mine) == asset, text
    for text in (
        address_of(other),
        other.asset_number,
        "SN2",
        "",
        "\x00",
        "SN",
        "/e/1.aaaaaaaaaaaaaaaa/",
        "9" * 5000,
    ):
        assert find_scanned(text, mine) is None, text


def code_url(asset: Asset) -> str:
    """As a reader that puts a line end after what it reads gives it."""
    return f"https://annan.example/e/{code_of(asset)}\r\n"


def test_the_address_leads_to_the_asset_for_those_who_see_it(world: World) -> None:
    asset = plain(world.unit, 1)
    path = f"/e/{code_of(asset)}/"
    answer = as_user(world.head).get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/utrustning/{asset.asset_number}/")
    assert as_user(world.other_head).get(path).status_code == 404
    assert as_user(world.head).get("/e/1.fel/").status_code == 404


def test_bars_have_quiet_zones() -> None:
    drawing = bars_of("KLM-000123")
    assert "M10%2C0h2v1h-2z" in drawing  # the start sign is two modules of black after ten of white


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.code)
def test_each_label_has_its_place_on_the_paper(world: World, sheet, tmp_path: Path) -> None:
    for number in range(25):
        plain(world.unit, number)
    assets = Asset.objects.select_related("unit__region", "store").order_by("asset_number")
    content = labels_as_pdf(list(assets), sheet, skip=2)
    pdf = pikepdf.open(io.BytesIO(content))
    assert len(pdf.pages) == (2 if sheet.code == "l7160" else 25)
    width, height = (float(side) * 25.4 / 72 for side in pdf.pages[0].MediaBox[2:])
    assert (round(width), round(height)) == ((210, 297) if sheet.code == "l7160" else (62, 29))
    for place, words in enumerate(pages_of(content)):
        first = 2 if place == 0 and sheet.code == "l7160" else 0
        assert words.count("Tillhör Region Kalmar län") == words.count("KLM-9") <= sheet.on_a_page - first


def pages_of(content: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def test_papers_are_known_by_their_code() -> None:
    assert sheet_called("l7160").on_a_page == 21
    with pytest.raises(KeyError):
        sheet_called("finns-inte")


def ask(client, **values: str):
    return client.post("/utrustning/filer/", {"urval": "", "format": "l7160", "skip": "0", **values})


def test_labels_for_what_the_list_shows_are_made_by_the_worker(world: World) -> None:
    shown, other = plain(world.unit, 1, function="Reception"), plain(world.unit, 2)
    client = as_user(world.head)
    page = (
        client.get("/utrustning/etiketter/?q=reception").content.decode().replace("\N{NO-BREAK SPACE}", " ")
    )
    assert "Gör 1 etikett" in page
    answer = ask(client, urval="q=reception", skip="4")
    assert answer.status_code == 302
    while dispatch_next(clock.now()):
        pass
    file = ExportFile.objects.get()
    assert (file.format, file.skip, file.rows) == ("l7160", 4, 1)
    fetched = client.get(f"/utrustning/filer/{file.pk}/hamta/")
    assert fetched["Content-Type"] == "application/pdf"
    assert "etiketter-" in fetched["Content-Disposition"]
    words = " ".join(pages_of(fetched.content))
    assert shown.asset_number in words
    assert other.asset_number not in words
    assert as_user(world.other_head).get(f"/utrustning/filer/{file.pk}/hamta/").status_code == 404


@pytest.mark.parametrize("wrong", [{"skip": "21"}, {"skip": "-1"}, {"skip": "tre"}, {"format": "a3"}])
def test_what_no_paper_has_is_refused(world: World, wrong: dict[str, str]) -> None:
    plain(world.unit, 1)
    assert ask(as_user(world.head), **wrong).status_code == 422
    assert not ExportFile.objects.exists()


def test_nothing_to_label_says_where_to_go(world: World) -> None:
    assert "Till listan" in as_user(world.head).get("/utrustning/etiketter/?q=finnsinte").content.decode()
