"""The sheet for the samverkan meeting: asked for, made by the worker on one page, fetched by the one who asked."""

import io
import subprocess
from datetime import timedelta

import pikepdf
import pytest

from orders.actions.samverkan import raise_matter
from portal.core import clock
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, NotAllowed
from portal.core.outbox.actions import dispatch_next
from portal.core.units.models import Assignment
from portal.home.dashboards.actions.sheets import ask_for_sheet
from portal.home.dashboards.models import MeetingSheet
from portal.home.dashboards.queries.sheet import contents_of
from portal.home.dashboards.tasks import drop_sheets
from tests.home.steps import DAY, attested, delivered, submitted, text_of
from tests.incidents.reporting import reported
from tests.inventory.listing import plain
from tests.pages import as_user
from tests.rounds.rounding import opened
from tests.world import World, line, make_unit


def work() -> None:
    while dispatch_next(clock.now()):
        pass


def words_of(content: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(done.stdout.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def test_it_is_asked_for_on_the_units_page_and_fetched_when_made(world: World) -> None:
    client = as_user(world.coordinator)
    ask = f"/enheter/{world.unit.hsa_id}/underlag/"
    assert f'href="{ask}"' in text_of(client.get(f"/enheter/{world.unit.hsa_id}/"))
    assert "Gör underlaget" in text_of(client.get(ask))
    asked = client.post(ask)
    sheet = MeetingSheet.objects.get()
    assert asked["Location"] == f"/underlag/{sheet.pk}/"
    assert client.get(f"{asked['Location']}hamta/").status_code == 409
    assert "hx-trigger" in text_of(client.get(asked["Location"]))
    work()
    part = client.get(asked["Location"], headers={"HX-Request": "true"}).content.decode()
    assert "är klart" in part
    assert "<html" not in part
    assert "hx-trigger" not in part
    fetched = client.get(f"{asked['Location']}hamta/")
    assert fetched["Content-Type"] == "application/pdf"
    assert f"samverkan-{world.unit.hsa_id}-" in fetched["Content-Disposition"]
    assert fetched.content.startswith(b"%PDF")
    assert AuditEvent.objects.filter(kind="sheet.asked").count() == 1
    for other in (world.head, world.it_coordinator):
        assert as_user(other).get(asked["Location"]).status_code == 404
        assert as_user(other).get(f"{asked['Location']}hamta/").status_code == 404


def test_it_is_one_tagged_page_that_tells_how_the_unit_stands(world: World, at) -> None:
    branch = make_unit(world.region, world.unit.provider, "E009", "Filialen", parent=world.unit)
    today = clock.today()
    for n in range(6):
        plain(
            branch if n else world.unit, n + 1, item_code="base-package", item_name="grundpaket",
            kind="BASE_PACKAGE", acquired_on=today - 900 * DAY, last_seen_on=today - 500 * DAY,
            replacement_due=today - DAY,
        )  # fmt: skip
    for n in range(5):
        submitted(world, line(quantity=1), at=at)
        raise_matter(unit=world.unit, need=f"Behov {n}: " + "mycket lång text " * 40, by=world.head, at=at)
    attested(world, line(quantity=1), at=at)
    delivered(world, ("SN900",), line(quantity=1), at=at)
    for n in range(4):
        reported(world, plain(world.unit, 50 + n, item_name="skärm med ett långt namn " * 3), at=at)
    opened(world, world.unit, title="Höstens inventering av all utrustning på enheten")
    told = contents_of(world.unit, today)
    assert (told["past_due"], told["unseen"]["count"], told["unseen"]["more"]) == (6, 6, 3)
    assert (told["orders"]["sent"], told["orders"]["open"]["count"]) == (7, 7)
    assert (told["incidents"]["year"], told["incidents"]["open"]["more"]) == (4, 1)
    assert (told["matters"]["count"], told["matters"]["more"]) == (5, 2)
    ask_for_sheet(unit=world.unit, by=world.head, at=clock.now())
    work()
    content = bytes(MeetingSheet.objects.get().content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == 1
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "sv"
    words = words_of(content)
    for part in (
        world.unit.name, world.unit.hsa_id, "7 i bruk", "Taket är 18", "Så räknas taket", "18 personer",
        "7 skickade", "4 incidenter", "INV-", "6 datorer", "Och 2 till", "Behov 0",
    ):  # fmt: skip
        assert part in words, part


def test_a_unit_with_nothing_has_a_sheet_too(world: World) -> None:
    ask_for_sheet(unit=world.other_unit, by=world.controller, at=clock.now())
    work()
    words = words_of(bytes(MeetingSheet.objects.get().content))
    for part in (
        "Inga ärenden är öppna",
        "Alla datorer har setts",
        "Enheten har inte inventerats",
        "Taket är 18",
    ):
        assert part in words, part


def test_those_who_see_the_unit_have_it_and_no_others(world: World) -> None:
    with pytest.raises(NotAllowed):
        ask_for_sheet(unit=world.unit, by=world.other_head, at=clock.now())
    ask = f"/enheter/{world.unit.hsa_id}/underlag/"
    assert as_user(world.other_head).post(ask).status_code == 404
    assert as_user(world.administrator).post(ask).status_code == 403
    for _ in range(3):
        assert as_user(world.head).post(ask).status_code == 302
    assert as_user(world.head).post(ask).status_code == 409
    with pytest.raises(Conflict):
        ask_for_sheet(unit=world.unit, by=world.head, at=clock.now())


def test_one_who_has_left_the_unit_gets_none(world: World) -> None:
    ask_for_sheet(unit=world.unit, by=world.contact, at=clock.now())
    Assignment.objects.filter(user=world.contact).update(valid_to=clock.today() - DAY)
    work()
    assert not MeetingSheet.objects.exists()


def test_it_is_gone_after_a_week(world: World) -> None:
    _, new = (
        MeetingSheet.objects.create(unit=world.unit, asked_by=world.head, asked_at=clock.now() - age)
        for age in (timedelta(days=7, minutes=1), timedelta(days=6))
    )
    drop_sheets()
    assert list(MeetingSheet.objects.all()) == [new]
