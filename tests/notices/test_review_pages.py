"""The last look at a notice, publishing it once and as it was seen, and throwing it away."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.core import clock
from portal.core.audit.models import AuditEvent
from portal.notices.actions.draft import save_draft
from portal.notices.content import NoticeContent
from portal.notices.models import Kind, Notice, State
from tests.notices.writing import author_of, content, drafted, send
from tests.pages import as_user, text_of
from tests.world import World, give_contract, make_unit

pytestmark = pytest.mark.django_db


def path_of(notice: Notice, page: str = "granska") -> str:
    return f"/drift/{notice.number}/{page}/"


def test_the_notice_is_shown_as_the_units_will_read_it(world: World) -> None:
    notice = drafted(
        world,
        Kind.OUTAGE,
        ("MUNICIPALITY", "0880"),
        impact="MAJOR",
        affects=("record-system",),
        text="Rad ett.\n\n<b>Rad två.</b>",
        title_en="Printing from Cosmic",
        text_en="Slow.",
    )
    page = text_of(as_user(world.it_coordinator).get(path_of(notice)))
    for words in (
        "Utskrifter från Cosmic",
        "Stor påverkan",
        "&lt;b&gt;Rad två.&lt;/b&gt;",
        '<div lang="en"><h3>Printing from Cosmic</h3>',
        "<b>1</b> enhet och <b>3</b> personer får meddelandet.",
        "Hälsocentralen Strandporten",
    ):
        assert words in page
    assert "ournalsystem" in page.partition("Berör")[2]
    units = page.partition("Enheter i målgruppen")[2].partition("</table>")[0]
    assert "Norrvik" not in units


def test_why_a_unit_is_in_it_or_not(world: World) -> None:
    notice = drafted(world, Kind.OUTAGE, ("MUNICIPALITY", "0880"), ("PROGRAMME", "halsoval"))
    client = as_user(world.it_coordinator)
    page = text_of(client.get(f"{path_of(notice)}?enhet={world.unit.hsa_id}"))
    assert "Hälsocentralen Strandporten får meddelandet." in page
    page = text_of(client.get(f"{path_of(notice)}?enhet={world.other_unit.hsa_id}"))
    assert "Norrviks hälsocentral får inte meddelandet." in page
    assert "Enheten ligger inte i Kalmar kommun." in page
    assert client.get(f"{path_of(notice)}?enhet=%00").status_code == 200


@pytest.mark.parametrize("state", ["INVESTIGATING", "IDENTIFIED", "MONITORING"])
def test_an_outage_is_published_in_the_state_that_is_chosen(world: World, state: str) -> None:
    notice = drafted(world)
    client = as_user(world.it_coordinator)
    seen = client.get(path_of(notice)).context["seen"]
    response = client.post(path_of(notice), {"seen": seen, "state": state}, follow=True)
    assert "är publicerat. Alla som berörs ser det inom en minut." in text_of(response)
    assert response.redirect_chain == [(f"/drift/{notice.number}/", 302)]
    notice.refresh_from_db()
    assert (notice.state, notice.published_by) == (state, world.it_coordinator)


@pytest.mark.parametrize("state", ["RESOLVED", "SCHEDULED", "", "\x00"])
def test_an_outage_does_not_begin_in_another_state(world: World, state: str) -> None:
    notice = drafted(world)
    client = as_user(world.it_coordinator)
    seen = client.get(path_of(notice)).context["seen"]
    response = client.post(path_of(notice), {"seen": seen, "state": state})
    assert response.status_code == 422
    assert "Välj vilket läge det är nu." in text_of(response)
    notice.refresh_from_db()
    assert notice.state == State.DRAFT


@pytest.mark.parametrize("kind", [kind for kind in Kind.values if kind != "OUTAGE"])
def test_other_kinds_have_one_state_to_begin_in(world: World, kind: str) -> None:
    at, more = clock.now(), {}
    if kind == "MAINTENANCE":
        more = {"window_start": at + timedelta(days=9), "window_end": at + timedelta(days=10)}
    notice = drafted(world, kind, at=at, **more)
    client = as_user(author_of(world, kind))
    page = client.get(path_of(notice))
    assert page.context["form"] is None
    assert client.post(path_of(notice), {"seen": page.context["seen"]}).status_code == 302
    notice.refresh_from_db()
    assert notice.state == ("SCHEDULED" if kind == "MAINTENANCE" else "PUBLISHED")


def test_what_was_not_seen_is_not_published(world: World) -> None:
    notice = drafted(world)
    client = as_user(world.it_coordinator)
    seen = client.get(path_of(notice)).context["seen"]
    changed = content(title="Något annat")
    save_draft(region=world.region, content=changed, by=world.it_coordinator, at=clock.now(), notice=notice)
    for data in ({"seen": seen}, {}):
        response = client.post(path_of(notice), {"state": "INVESTIGATING", **data})
        assert response.status_code == 409
        assert "har ändrats sedan du öppnade sidan" in text_of(response)
        assert "<h3>Något annat</h3>" in text_of(response)
    notice.refresh_from_db()
    assert notice.state == State.DRAFT
    renewed = response.context["seen"]
    assert client.post(path_of(notice), {"state": "INVESTIGATING", "seen": renewed}).status_code == 302


def test_publishing_twice_publishes_once(world: World) -> None:
    notice = drafted(world)
    client = as_user(world.it_coordinator)
    data = {"seen": client.get(path_of(notice)).context["seen"], "state": "INVESTIGATING"}
    for _ in range(2):
        assert client.post(path_of(notice), data).url == f"/drift/{notice.number}/"
    assert AuditEvent.objects.filter(kind="notice.published").count() == 1


def test_what_is_lacking_is_told_and_cannot_be_passed(world: World) -> None:
    bare = NoticeContent(kind="MAINTENANCE", title="Byte", text="Byte av switch.", needs_acknowledgement=True)
    notice = save_draft(region=world.region, content=bare, by=world.it_coordinator, at=clock.now())
    client = as_user(world.it_coordinator)
    page = client.get(path_of(notice))
    for fault in (
        "Ange när underhållet börjar och slutar.",
        "Ange senast när meddelandet ska vara kvitterat.",
    ):
        assert f"<li>{fault}</li>" in text_of(page)
    assert '<button class="ds-button knapp-full" type="submit" disabled>' in text_of(page)
    response = client.post(path_of(notice), {"seen": page.context["seen"]})
    assert response.status_code == 422
    notice.refresh_from_db()
    assert notice.state == State.DRAFT


def test_a_notice_to_nobody_is_not_published(world: World) -> None:
    notice = drafted(world, Kind.OUTAGE, ("EQUIPMENT", "label-printer"))
    client = as_user(world.it_coordinator)
    page = client.get(path_of(notice))
    assert "Ingen enhet ingår i målgruppen." in text_of(page)
    assert 'knapp-full" type="submit" disabled' in text_of(page)
    data = {"seen": page.context["seen"], "state": "INVESTIGATING"}
    response = client.post(path_of(notice), data)
    assert response.status_code == 409
    assert "Meddelandet publicerades inte." in text_of(response)


def test_what_the_review_told_is_who_it_is_sent_to(world: World) -> None:
    notice = drafted(
        world, Kind.OUTAGE, ("MUNICIPALITY", "0880"), ("ROLE", "HEAD_OF_UNIT"), ("ROLE", "IT_DELIVERY")
    )
    client = as_user(world.it_coordinator)
    page = client.get(path_of(notice))
    told = page.context["answer"].reach
    assert (told.units, told.people) == (1, 2)
    client.post(path_of(notice), {"seen": page.context["seen"], "state": "INVESTIGATING"})
    send(clock.now())
    assert notice.units.count() == told.units
    assert notice.recipients.values("person").distinct().count() == told.people


def test_the_units_are_paged_and_cost_the_same_however_many(world: World) -> None:
    notice = drafted(world)
    client = as_user(world.it_coordinator)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path_of(notice)).status_code == 200
        return len(asked)

    queries()
    before = queries()
    for number in range(25):
        unit = make_unit(
            world.region, world.unit.provider, f"N{number}", f"Enhet {number:02}", municipality="0881"
        )
        give_contract(unit)
    assert queries() == before
    first = client.get(path_of(notice)).context["page"]
    assert len(first.rows) == 20
    second = client.get(f"{path_of(notice)}?efter={first.next}").context["page"]
    assert len({unit.pk for unit in (*first.rows, *second.rows)}) == 27


@pytest.mark.parametrize("who", ["head", "coordinator", "editor", "delivery"])
def test_only_its_authors_review_and_discard(world: World, who: str) -> None:
    notice = drafted(world)
    client = as_user(world.people[who])
    for page in ("andra", "granska", "kasta"):
        assert client.get(path_of(notice, page)).status_code == 403
        assert client.post(path_of(notice, page), {"seen": "x"}).status_code == 403
    assert Notice.objects.get().state == State.DRAFT


def test_a_draft_is_thrown_away_after_a_question(world: World) -> None:
    notice = drafted(world)
    client = as_user(world.it_coordinator)
    assert "Kasta utkastet" in text_of(client.get(path_of(notice, "kasta")))
    assert Notice.objects.exists()
    response = client.post(path_of(notice, "kasta"), follow=True)
    assert f"Utkastet {notice.number} är kastat." in text_of(response)
    assert not Notice.objects.exists()
    event = AuditEvent.objects.get(kind="notice.discarded")
    assert (event.subject, event.actor) == (notice.number, world.it_coordinator.hsa_id)
    assert client.post(path_of(notice, "kasta")).status_code == 404
