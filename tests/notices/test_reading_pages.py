"""Readers' pages: the list, a notice with all that was said, and what every page tells above itself."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from portal.core import clock
from portal.core.units.models import Assignment, Role
from portal.core.web.context import Banner, Head
from portal.notices.actions.publish import update_notice
from portal.notices.changes import changes_since
from portal.notices.content import UpdateContent
from portal.notices.models import Impact, Kind, Notice, NoticeReading, State
from tests.home.steps import count
from tests.notices.writing import author_of, drafted, reached
from tests.pages import as_user, text_of
from tests.world import World, assign

pytestmark = pytest.mark.django_db
LIST = "/drift/"


def told(world: World, kind: str = Kind.OUTAGE, *audience: tuple[str, str], **more: Any) -> Notice:
    """Published now, and carried out to its audience."""
    at = clock.now()
    if kind == Kind.MAINTENANCE:
        more |= {"window_start": at + timedelta(days=9), "window_end": at + timedelta(days=9, hours=2)}
    return reached(world, kind, *audience, at=at, **more)


def asked(world: World, *audience: tuple[str, str], **more: Any) -> Notice:
    """Told, and to be acknowledged within a week."""
    before = clock.today() + timedelta(days=7)
    return told(world, Kind.OUTAGE, *audience, needs_acknowledgement=True, acknowledge_before=before, **more)


def said(world: World, notice: Notice, state: str, text: str, **more: Any) -> None:
    content = UpdateContent(state=state, impact=more.pop("impact", Impact.MINOR), text=text, **more)
    by = author_of(world, notice.kind)
    update_notice(notice=notice, content=content, seen=notice.sequence, by=by, at=clock.now())
    notice.refresh_from_db()


def page_of(notice: Notice) -> str:
    return f"{LIST}{notice.number}/"


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return text_of(response)


def listed(page: str) -> list[str]:
    return re.findall(r"<small>(D-\d{4}-\d{4})</small>", page)


def test_the_list_has_what_concerns_the_reader_the_latest_first(world: World) -> None:
    mine = told(world, Kind.OUTAGE, ("UNIT", world.unit.hsa_id))
    theirs = told(world, Kind.INFORMATION, ("UNIT", world.other_unit.hsa_id))
    draft = drafted(world)
    assert listed(read(as_user(world.head), LIST)) == [mine.number]
    assert listed(read(as_user(world.it_coordinator), LIST)) == [theirs.number, mine.number]
    assert draft.number in read(as_user(world.it_coordinator), LIST)
    assert draft.number not in read(as_user(world.controller), LIST)
    # Whoever writes of other things could not open it.
    assert draft.number not in read(as_user(world.coordinator), LIST)
    assert "Inga meddelanden" in read(as_user(world.nobody), LIST)


def test_the_list_by_kind_and_by_whether_it_is_over(world: World) -> None:
    outage, planned = told(world), told(world, Kind.MAINTENANCE)
    said(world, outage, State.RESOLVED, "Löst.", impact=Impact.NONE)
    head = as_user(world.head)
    assert listed(read(head, f"{LIST}?lage=oppna")) == [planned.number]
    assert listed(read(head, f"{LIST}?lage=avslutade")) == [outage.number]
    assert listed(read(head, f"{LIST}?slag=MAINTENANCE")) == [planned.number]
    assert "Inga sådana meddelanden" in read(head, f"{LIST}?slag=CHANGE")
    assert listed(read(head, f"{LIST}?slag=x&lage=y")) == [planned.number, outage.number]


def test_a_notice_is_new_until_it_is_opened_and_again_when_more_is_said(world: World) -> None:
    notice, head = told(world), as_user(world.head)
    mark = ">Nytt<"
    assert mark in read(head, LIST)
    read(head, page_of(notice))
    assert mark not in read(head, LIST)
    assert mark in read(as_user(world.contact), LIST)
    said(world, notice, State.IDENTIFIED, "Felet är hittat.")
    assert mark in read(head, LIST)
    read(head, page_of(notice))
    assert NoticeReading.objects.get(opened_by=world.head).sequence == 2


def test_all_that_was_said_is_there_the_latest_first_with_corrections_marked(world: World) -> None:
    notice = told(world, title_en="Printing", text_en="Labels may be late.")
    said(world, notice, State.IDENTIFIED, "En skrivarserver har stannat.", title="Skrivarservern står")
    said(world, notice, State.IDENTIFIED, "Det är två servrar.", is_correction=True)
    page = read(as_user(world.head), page_of(notice))
    texts = (
        "Det är två servrar.",
        "En skrivarserver har stannat.",
        "Etiketter kan dröja upp till 15 minuter.",
    )
    log = page[page.index('<ol class="logg">') :]
    places = [log.index(text) for text in texts]
    assert places == sorted(places)
    assert log.count(">Rättelse<") == 1
    assert log.index(">Rättelse<") < places[0]
    assert "<h1>Skrivarservern står</h1>" in page
    assert "Rubriken var då: Utskrifter från Cosmic" in log
    assert '<div class="prosa" lang="en"><p><b>Printing</b></p><p>Labels may be late.</p></div>' in page
    assert page.count("In English") == 1


def test_a_notice_without_english_says_nothing_of_it(world: World) -> None:
    assert "In English" not in read(as_user(world.head), page_of(told(world)))


def test_the_head_and_the_contact_may_acknowledge_and_others_read_who_does(world: World) -> None:
    notice = asked(world, ("UNIT", world.unit.hsa_id))
    path = f"{page_of(notice)}kvittera/"
    for person in (world.head, world.contact):
        assert f'action="{path}"' in read(as_user(person), page_of(notice))
    for person in (world.superuser, world.coordinator):
        assert f'action="{path}"' not in read(as_user(person), page_of(notice))
    assert "Verksamhetschefen eller IT-kontaktpersonen gör det." in read(
        as_user(world.superuser), page_of(notice)
    )
    head = as_user(world.head)
    assert head.post(path, {"unit": world.unit.hsa_id}).status_code == 302
    page = read(head, page_of(notice))
    assert f"{world.unit.name} har kvitterat." in page
    assert f"Kvitterat för {world.unit.name}" in page
    assert "Maria Lindqvist" in page
    assert f'action="{path}"' not in page


def test_what_belongs_to_others_is_not_there(world: World) -> None:
    theirs = asked(world, ("UNIT", world.other_unit.hsa_id))
    head = as_user(world.head)
    assert head.get(page_of(theirs)).status_code == 404
    assert head.post(f"{page_of(theirs)}kvittera/", {"unit": world.unit.hsa_id}).status_code == 404
    assert head.get(page_of(drafted(world))).status_code == 404
    assert as_user(world.it_coordinator).get(page_of(drafted(world))).url.endswith("/granska/")


def test_a_person_with_two_units_has_each_notice_once_and_acknowledges_for_each(world: World) -> None:
    assign(world.head, Role.IT_CONTACT, unit=world.other_unit)
    both = asked(world)
    told(world, Kind.INFORMATION, ("UNIT", world.other_unit.hsa_id))
    head = as_user(world.head)
    page = read(head, LIST)
    assert len(listed(page)) == 2
    assert 'aria-label="Drift och ändringar, 2 olästa"' in page
    page = read(head, page_of(both))
    assert page.count(f'action="{page_of(both)}kvittera/"') == 2
    assert 'aria-label="Drift och ändringar, 1 oläst"' in page
    head.post(f"{page_of(both)}kvittera/", {"unit": world.other_unit.hsa_id})
    assert read(head, page_of(both)).count(f'action="{page_of(both)}kvittera/"') == 1


@pytest.mark.parametrize("person", ["head", "it_coordinator"])
def test_the_pages_cost_the_same_with_one_notice_and_with_three(person: str, world: World) -> None:
    who = world.people[person]
    first = asked(world)
    once = [count(who, path) for path in (LIST, page_of(first))]
    for title in ("Två", "Tre"):
        asked(world, title=title)
    said(world, first, State.IDENTIFIED, "Felet är hittat.")
    said(world, first, State.MONITORING, "Felet är lagat.")
    assert [count(who, path) for path in (LIST, page_of(first))] == once
    assert max(once) <= 15


# --- What every page tells above itself


def marks_on(page: str) -> str:
    """What the page says that it shows, as it asks for news with."""
    found = re.search(r'\?har=([^"]*)"', page)
    assert found is not None
    return found[1]


def news(client: Client, marks: str) -> Any:
    return client.get("/drift/band/", {"har": marks})


def test_nothing_new_is_no_answer(world: World) -> None:
    told(world)
    head = as_user(world.head)
    assert news(head, marks_on(read(head, LIST))).status_code == 204
    assert news(Client(), "").status_code == 204


def test_a_banner_comes_changes_and_goes(world: World) -> None:
    head = as_user(world.head)
    before = marks_on(read(head, "/"))

    notice = told(world, impact=Impact.MAJOR)
    came = text_of(news(head, before))
    assert '<div hx-swap-oob="afterbegin:#driftband">' in came
    assert f'id="band-{notice.number}" data-farg="danger"' in came
    assert "Störning: Utskrifter från Cosmic." in came
    assert 'aria-label="Drift och ändringar, 1 oläst"' in came

    shown = marks_on(came)
    assert news(head, shown).status_code == 204
    said(world, notice, State.IDENTIFIED, "En skrivarserver har stannat.")
    changed = text_of(news(head, shown))
    assert f'id="band-{notice.number}" data-farg="warning" hx-swap-oob="true"' in changed
    assert "En skrivarserver har stannat. Orsaken är känd," in changed
    assert "driftband" not in changed
    assert 'id="klocka"' not in changed, "it was unread and still is"

    shown = marks_on(changed)
    said(world, notice, State.RESOLVED, "Löst.", impact=Impact.NONE)
    gone = text_of(news(head, shown))
    assert f'<div hx-swap-oob="delete:#band-{notice.number}"></div>' in gone
    assert "sidbesked" not in gone
    assert news(head, marks_on(gone)).status_code == 204


def test_whoever_leaves_the_audience_loses_the_banner_at_the_next_question(world: World) -> None:
    notice = told(world)
    head = as_user(world.head)
    shown = marks_on(read(head, LIST))
    Assignment.objects.filter(user=world.head).update(valid_to=clock.today() - timedelta(days=1))
    answer = text_of(news(head, shown))
    assert f"delete:#band-{notice.number}" in answer
    assert 'aria-label="Drift och ändringar"' in answer
    assert head.get(page_of(notice)).status_code == 404
    assert news(as_user(world.contact), shown).status_code == 204


def test_only_outages_stand_above_and_the_rest_is_counted(world: World) -> None:
    told(world, Kind.INFORMATION)
    outages = [told(world, title=f"Fel {one}") for one in range(4)]
    grave = told(world, title="Allt står", impact=Impact.CRITICAL)
    page = read(as_user(world.head), LIST)
    above = re.findall(r'id="band-(D-[\d-]+)"', page)
    assert above == [grave.number, outages[3].number, outages[2].number]
    assert f'Och <a href="{LIST}?lage=oppna">2 till</a>.' in page
    assert 'aria-label="Drift och ändringar, 6 olästa"' in page


def banner(key: str, text: str = "Sakta.") -> Banner:
    return Banner(key, "warning", "triangle-alert", "Störning.", text, f"/drift/{key}/")


HEAD = Head(banners=(banner("D-1"), banner("D-2")), unread=2)


@pytest.mark.parametrize(
    ("shown", "head", "gone", "placed"),
    [
        (HEAD, HEAD, (), []),
        (Head(), HEAD, (), [("D-1", "afterbegin:#driftband"), ("D-2", "afterend:#band-D-1")]),
        (HEAD, Head(), ("D-1", "D-2"), []),
        (HEAD, replace(HEAD, banners=(banner("D-1"), banner("D-2", "Lagat."))), (), [("D-2", "")]),
        (
            HEAD,
            replace(HEAD, banners=(banner("D-3"), banner("D-1"))),
            ("D-2",),
            [("D-3", "afterbegin:#driftband")],
        ),
        (
            HEAD,
            replace(HEAD, banners=(*HEAD.banners, banner("D-3"))),
            (),
            [("D-3", "afterend:#band-D-2")],
        ),
    ],
)
def test_each_banner_is_changed_by_itself(
    shown: Head, head: Head, gone: tuple[str, ...], placed: list[tuple[str, str]]
) -> None:
    changes = changes_since(shown.marks, head)
    assert changes.gone == gone
    assert [(one.key, place) for one, place in changes.told] == placed
    assert (changes.more, changes.unread) == (False, shown.unread != head.unread)


def test_how_many_more_and_unread_are_told_when_they_change() -> None:
    changes = changes_since(HEAD.marks, replace(HEAD, more=1, unread=3))
    assert (changes.gone, changes.told, changes.more, changes.unread) == ((), (), True, True)


@pytest.mark.parametrize("shown", ["", "x", "<script>", "D-1.zz,D-2", ",".join(["D-9.ab"] * 500)])
def test_what_cannot_be_read_is_passed_over(shown: str) -> None:
    changes = changes_since(shown, HEAD)
    assert [one.key for one, _ in changes.told] == ["D-1", "D-2"]
    assert (changes.more, changes.unread) == (True, True)
    assert set(changes.gone) <= {"D-9"}
