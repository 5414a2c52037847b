"""The form of a notice: each kind, each fault at its field, and nothing lost when it is sent back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal.core import clock
from portal.notices.models import Kind, Notice, State
from portal.notices.views.author_desk import stored_content
from tests.notices.authoring import posted
from tests.notices.writing import author_of, drafted, published
from tests.pages import as_user, text_of
from tests.world import World

pytestmark = pytest.mark.django_db
NEW = "/drift/nytt/"
PREVIEW = "/drift/nytt/rackvidd/"


def in_days(days: float) -> str:
    moment = clock.now() + timedelta(days=days)
    return moment.astimezone(clock.STOCKHOLM).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize("kind", Kind.values)
def test_a_notice_of_each_kind_is_drafted_and_shown_for_review(world: World, kind: str) -> None:
    window = {"window_start": in_days(10), "window_end": in_days(10.1)} if kind == Kind.MAINTENANCE else {}
    client = as_user(author_of(world, kind))
    response = client.post(NEW, posted(world, kind, **window))
    notice = Notice.objects.get()
    assert (response.status_code, response.url) == (302, f"/drift/{notice.number}/granska/")
    assert (notice.kind, notice.state, notice.title) == (kind, State.DRAFT, "Utskrifter från Cosmic")
    assert notice.impact == ("MINOR" if kind in ("OUTAGE", "MAINTENANCE") else "NONE")
    assert list(notice.audience.all()) == []
    assert "Utskrifter från Cosmic" in text_of(client.get(response.url))


@pytest.mark.parametrize(("kind", "asked"), [(kind, kind in ("CHANGE", "INVENTORY")) for kind in Kind.values])
def test_changes_and_inventory_ask_for_acknowledgement_by_themselves(
    world: World, kind: str, asked: bool
) -> None:
    response = as_user(author_of(world, kind)).get(f"{NEW}?slag={kind}")
    form = response.context["form"]
    assert form["needs_acknowledgement"].value() is asked
    assert form["acknowledge_before"].value() == clock.add_workdays(clock.today(), 10)


def test_everything_that_is_written_is_stored_and_shown_again(world: World) -> None:
    fields = posted(
        world,
        gor="utkast",
        impact="MAJOR",
        title_en="Printing",
        text_en="Slow.",
        affects=["record-system", "support"],
        service="on",
        programme=["halsoval"],
        municipality=["0880"],
        unit=[world.unit.hsa_id],
        equipment=["label-printer"],
        role=["HEAD_OF_UNIT", "IT_DELIVERY"],
        needs_acknowledgement="on",
        acknowledge_before="2099-12-01",
        window_start="2099-11-28T06:00",
        window_end="2099-11-28T07:30",
    )
    client = as_user(world.it_coordinator)
    response = client.post(NEW, fields)
    notice = Notice.objects.get()
    assert response.url == f"/drift/{notice.number}/andra/"
    assert set(notice.audience.values_list("dimension", "value")) == {
        ("PROGRAMME", "halsoval"),
        ("MUNICIPALITY", "0880"),
        ("UNIT", world.unit.hsa_id),
        ("SERVICE", "record-system"),
        ("SERVICE", "support"),
        ("EQUIPMENT", "label-printer"),
        ("ROLE", "HEAD_OF_UNIT"),
        ("ROLE", "IT_DELIVERY"),
    }
    assert notice.window_start == datetime(2099, 11, 28, 5, 0, tzinfo=UTC)
    assert (notice.title_en, notice.text_en, notice.affects) == (
        "Printing",
        "Slow.",
        ["record-system", "support"],
    )
    before = stored_content(notice)
    form = client.get(response.url).context["form"]
    again = {name: form[name].value() for name in form.fields} | {"gor": "utkast", "seen": before.digest}
    again |= {"kind": "OUTAGE", "region": "kalmar", "acknowledge_before": "2099-12-01"}
    again |= {"window_start": "2099-11-28T06:00", "window_end": "2099-11-28T07:30"}
    assert client.post(response.url, again).status_code == 302
    notice.refresh_from_db()
    assert stored_content(notice) == before


FAULTS: list[tuple[str, dict[str, Any], str, str]] = [
    ("OUTAGE", {"title": " "}, "title", "Skriv en rubrik."),
    ("OUTAGE", {"text": ""}, "text", "Skriv vad som har hänt"),
    ("OUTAGE", {"text": "x" * 10_000}, "text", "högst 4000 tecken"),
    ("OUTAGE", {"title": "x" * 121}, "title", "högst 120 tecken"),
    ("OUTAGE", {"title": "Hej\u202edå"}, "title", "inte går att visa"),
    ("OUTAGE", {"text": "Hej\x00då"}, "text", "tecken"),
    ("OUTAGE", {"text_en": "\u2066Hello"}, "text_en", "inte går att visa"),
    ("OUTAGE", {"impact": "HUGE"}, "impact", "Välj hur stor påverkan är."),
    ("OUTAGE", {"impact": ""}, "impact", "Välj hur stor påverkan är."),
    ("OUTAGE", {"affects": ["no-such-thing"]}, "affects", "finns i listan"),
    ("OUTAGE", {"affects": ["base-package"]}, "affects", "finns i listan"),
    ("OUTAGE", {"service": "on"}, "service", "Välj vilka tjänster"),
    ("OUTAGE", {"programme": ["x\x00"]}, "programme", "finns i listan"),
    ("OUTAGE", {"municipality": ["9999"]}, "municipality", "finns i listan"),
    ("OUTAGE", {"unit": ["SE5560747551-FINNSEJ"]}, "unit", "finns i listan"),
    ("OUTAGE", {"equipment": ["record-system"]}, "equipment", "finns i listan"),
    ("OUTAGE", {"role": []}, "role", "Välj minst en roll"),
    ("OUTAGE", {"role": ["KING"]}, "role", "finns i listan"),
    ("OUTAGE", {"acknowledge_before": "i morgon"}, "acknowledge_before", "Skriv datumet"),
    ("OUTAGE", {"needs_acknowledgement": "on"}, "acknowledge_before", "Ange senast när"),
    (
        "OUTAGE",
        {"needs_acknowledgement": "on", "acknowledge_before": "2020-01-01"},
        "acknowledge_before",
        "redan passerat",
    ),
    (
        "OUTAGE",
        {"needs_acknowledgement": "on", "acknowledge_before": "9999-12-31"},
        "acknowledge_before",
        "inom ett år",
    ),
    ("MAINTENANCE", {}, "window_start", "Ange när underhållet börjar och slutar."),
    ("MAINTENANCE", {"window_start": "2099-11-28T06:00"}, "window_end", "Ange både start och slut."),
    (
        "MAINTENANCE",
        {"window_start": "2099-11-28T06:00", "window_end": "2099-11-28T06:00"},
        "window_end",
        "efter starttiden",
    ),
    (
        "MAINTENANCE",
        {"window_start": "2020-11-28T06:00", "window_end": "2020-11-28T07:00"},
        "window_end",
        "redan passerat",
    ),
    ("MAINTENANCE", {"window_start": "kl. sex"}, "window_start", "Skriv dag och tid"),
    ("MAINTENANCE", {"window_start": "0001-01-01T00:00"}, "window_start", "Ange ett år mellan"),
]


@pytest.mark.parametrize(("kind", "wrong", "field", "sentence"), FAULTS)
def test_a_fault_is_told_at_its_field_and_nothing_is_lost(
    world: World, kind: str, wrong: dict[str, Any], field: str, sentence: str
) -> None:
    response = as_user(world.it_coordinator).post(NEW, posted(world, kind, **wrong))
    assert response.status_code == 422
    assert any(sentence in one for one in response.context["form"].errors[field])
    page = text_of(response)
    assert sentence in page
    assert 'id="felruta"' in page
    if "title" not in wrong:
        assert 'value="Utskrifter från Cosmic"' in page
    assert not Notice.objects.exists()


def test_faults_are_told_all_at_once(world: World) -> None:
    response = as_user(world.it_coordinator).post(
        NEW, posted(world, "MAINTENANCE", title="", text="", needs_acknowledgement="on")
    )
    assert set(response.context["form"].errors) == {"title", "text", "window_start", "acknowledge_before"}


def test_a_draft_may_lack_what_publishing_needs(world: World) -> None:
    client = as_user(world.it_coordinator)
    response = client.post(NEW, posted(world, "MAINTENANCE", gor="utkast"), follow=True)
    assert "Inget är skickat än." in text_of(response)
    assert Notice.objects.get().window_start is None


def test_short_notice_is_explained(world: World) -> None:
    client = as_user(world.it_coordinator)
    soon = {"window_start": in_days(3), "window_end": in_days(3.1)}
    assert "Kort varsel." in text_of(client.post(PREVIEW, posted(world, "MAINTENANCE", **soon)))
    response = client.post(NEW, posted(world, "MAINTENANCE", **soon))
    assert "Skriv varför det inte kan vänta." in response.context["form"].errors["short_notice_reason"][0]
    assert (
        client.post(NEW, posted(world, "MAINTENANCE", short_notice_reason="Brådskar.", **soon)).status_code
        == 302
    )
    later = {"window_start": in_days(8), "window_end": in_days(8.1)}
    assert "Kort varsel." not in text_of(client.post(PREVIEW, posted(world, "MAINTENANCE", **later)))
    assert client.post(NEW, posted(world, "MAINTENANCE", **later)).status_code == 302


@pytest.mark.parametrize(
    ("start", "end", "stored"),
    [
        # Summer, winter, and the hour that comes twice: from the first time to the last.
        ("2098-07-01T06:00", "2098-07-01T07:00", ("04:00", "05:00")),
        ("2098-12-01T06:00", "2098-12-01T07:00", ("05:00", "06:00")),
        ("2098-10-26T02:30", "2098-10-26T02:45", ("00:30", "01:45")),
    ],
)
def test_the_clock_on_the_wall(world: World, start: str, end: str, stored: tuple[str, str]) -> None:
    fields = posted(world, "MAINTENANCE", window_start=start, window_end=end)
    client = as_user(world.it_coordinator)
    assert client.post(NEW, fields).status_code == 302
    notice = Notice.objects.get()
    moments = (notice.window_start, notice.window_end)
    assert tuple(one.astimezone(UTC).strftime("%H:%M") for one in moments) == stored
    page = text_of(client.get(f"/drift/{notice.number}/andra/"))
    assert f'value="{start}"' in page
    assert f'value="{end}"' in page


def test_an_hour_that_does_not_exist_is_refused(world: World) -> None:
    fields = posted(world, "MAINTENANCE", window_start="2098-03-30T02:30", window_end="2098-03-30T05:00")
    response = as_user(world.it_coordinator).post(NEW, fields)
    assert "ställs klockan fram" in response.context["form"].errors["window_start"][0]


@pytest.mark.parametrize("who", ["head", "contact", "manager", "delivery", "administrator", "nobody"])
def test_only_authors_write(world: World, who: str) -> None:
    client = as_user(world.people[who])
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, posted(world)).status_code == 403
    assert client.post(PREVIEW, posted(world)).status_code == 403


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ("it_coordinator", {"OUTAGE", "MAINTENANCE", "INFORMATION"}),
        ("coordinator", {"CHANGE", "INFORMATION", "INVENTORY"}),
        ("editor", {"CHANGE"}),
    ],
)
def test_each_author_is_offered_his_kinds_and_no_other(world: World, who: str, kinds: set[str]) -> None:
    client = as_user(world.people[who])
    page = text_of(client.get(NEW))
    assert {kind for kind in Kind.values if f"slag={kind}&amp;" in page} == kinds
    for kind in Kind.values:
        assert client.get(f"{NEW}?slag={kind}").status_code == (200 if kind in kinds else 403)
        status = client.post(NEW, posted(world, kind, gor="utkast")).status_code
        assert status == (302 if kind in kinds else 403)


@pytest.mark.parametrize("region", ["finns-inte", "\x00", "x" * 300])
def test_another_region_does_not_exist(world: World, region: str) -> None:
    client = as_user(world.it_coordinator)
    assert client.post(NEW, posted(world, region=region)).status_code == 404
    assert client.post(NEW, posted(world, "KING")).status_code == 403
    assert client.get(f"{NEW}?mall=%00").status_code == 404


def test_a_draft_changed_by_another_is_not_overwritten_unseen(world: World) -> None:
    notice = drafted(world)
    path, client = f"/drift/{notice.number}/andra/", as_user(world.it_coordinator)
    seen = client.get(path).context["seen"]
    assert client.post(path, posted(world, gor="utkast", title="Den första", seen=seen)).status_code == 302
    response = client.post(path, posted(world, gor="utkast", title="Den andra", seen=seen))
    assert response.status_code == 409
    page = text_of(response)
    assert "Någon annan har ändrat utkastet." in page
    assert "I utkastet står nu ”Den första”" in page
    assert 'value="Den andra"' in page
    assert Notice.objects.get().title == "Den första"
    renewed = response.context["seen"]
    assert client.post(path, posted(world, gor="utkast", title="Den andra", seen=renewed)).status_code == 302
    assert Notice.objects.get().title == "Den andra"
    assert client.post(path, posted(world, gor="utkast", title="Den tredje")).status_code == 409


def test_what_is_published_is_not_edited(world: World) -> None:
    notice = published(world)
    client, page = as_user(world.it_coordinator), f"/drift/{notice.number}/"
    for path in ("andra/", "granska/", "kasta/"):
        for response in (client.get(page + path), client.post(page + path, posted(world, seen="x"))):
            assert (response.status_code, response.url) == (302, page)
    notice.refresh_from_db()
    assert notice.sequence == 1
