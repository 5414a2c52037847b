"""What is new is told on a page of its own; two who write at once do not speak past each other."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal.core import clock
from portal.notices.actions.publish import update_notice
from portal.notices.content import UpdateContent
from portal.notices.models import Kind, Notice, State
from portal.notices.workflow import NEXT
from tests.notices.writing import author_of, drafted, published
from tests.pages import as_user, text_of
from tests.world import World

pytestmark = pytest.mark.django_db


def path_of(notice: Notice) -> str:
    return f"/drift/{notice.number}/uppdatera/"


def written(notice: Notice, **more: Any) -> dict[str, Any]:
    fields = {"seen": notice.sequence, "state": notice.state, "text": "Vi vet mer nu.", "by_mail": "on"}
    if notice.kind in (Kind.OUTAGE, Kind.MAINTENANCE):
        fields["impact"] = notice.impact
    return fields | more


def brought_to(world: World, state: str) -> Notice:
    """A notice in the state, by the shortest way."""
    kind = next(
        kind
        for kind, states in (
            (Kind.OUTAGE, ("INVESTIGATING", "IDENTIFIED", "MONITORING", "RESOLVED")),
            (Kind.MAINTENANCE, ("SCHEDULED", "IN_PROGRESS", "VERIFYING", "COMPLETED", "CANCELLED")),
            (Kind.INFORMATION, ("PUBLISHED", "CLOSED")),
        )
        if state in states
    )
    notice = published(world, kind, at=clock.now(), **_window(kind))
    steps = ["IN_PROGRESS", state] if state in ("VERIFYING", "COMPLETED") else [state]
    for step in steps if notice.state != state else ():
        content = UpdateContent(state=step, impact=notice.impact, text="Nytt läge.")
        update_notice(
            notice=notice, content=content, seen=notice.sequence, by=author_of(world, kind), at=clock.now()
        )
        notice.refresh_from_db()
    return notice


def _window(kind: str) -> dict[str, Any]:
    at = clock.now()
    return (
        {"window_start": at + timedelta(days=9), "window_end": at + timedelta(days=10)}
        if kind == "MAINTENANCE"
        else {}
    )


@pytest.mark.parametrize("state", [one for one in State.values if one != "DRAFT"])
def test_only_the_states_that_may_follow_are_offered_and_each_is_taken(world: World, state: str) -> None:
    notice = brought_to(world, state)
    client = as_user(author_of(world, notice.kind))
    page = client.get(path_of(notice))
    offered = [value for value, _ in page.context["form"].fields["state"].choices]
    assert offered == list(NEXT[state])
    assert page.context["form"]["state"].value() == state
    for other in set(State.values) - set(offered):
        response = client.post(path_of(notice), written(notice, state=other))
        assert response.status_code == 422
        assert "Välj vilket läge det är nu." in text_of(response)
    last = offered[-1]
    response = client.post(path_of(notice), written(notice, state=last))
    assert (response.status_code, response.url) == (302, f"/drift/{notice.number}/")
    notice.refresh_from_db()
    assert notice.state == last


def test_everything_of_an_update_is_told(world: World) -> None:
    notice = published(world, at=clock.now())
    fields = written(
        notice,
        state="MONITORING",
        impact="MAJOR",
        text="Skrivarna är igång.",
        title="Utskrifter igång",
        title_en="Printing works",
        text_en="It works.",
        is_correction="on",
    )
    del fields["by_mail"]
    as_user(world.it_coordinator).post(path_of(notice), fields)
    update = notice.updates.first()
    assert (update.sequence, update.state, update.impact) == (2, "MONITORING", "MAJOR")
    assert (update.title, update.title_en) == ("Utskrifter igång", "Printing works")
    assert (update.text, update.text_en) == ("Skrivarna är igång.", "It works.")
    assert (update.is_correction, update.by_mail) == (True, False)
    assert update.published_by == world.it_coordinator


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"text": " "}, "text", "Skriv vad som har hänt"),
        ({"text": "x" * 10_000}, "text", "högst 4000"),
        ({"title": "x" * 121}, "title", "högst 120"),
        ({"text": "a\u202eb"}, "text", "inte går att visa"),
        ({"text_en": "a\x00b"}, "text_en", "tecken"),
        ({"impact": "HUGE"}, "impact", "Välj hur stor påverkan är."),
        ({"state": "\x00"}, "state", "Välj vilket läge"),
    ],
)
def test_a_fault_is_told_at_its_field_and_nothing_is_said(
    world: World, wrong: dict[str, Any], field: str, sentence: str
) -> None:
    notice = published(world)
    response = as_user(world.it_coordinator).post(path_of(notice), written(notice, **wrong))
    assert response.status_code == 422
    assert any(sentence in one for one in response.context["form"].errors[field])
    assert 'id="felruta"' in text_of(response)
    assert notice.updates.count() == 1


def test_who_was_second_reads_what_the_first_said_and_keeps_his_own(world: World) -> None:
    notice = published(world)
    first = as_user(world.it_coordinator)
    assert (
        first.post(path_of(notice), written(notice, state="RESOLVED", text="Det fungerar igen.")).status_code
        == 302
    )
    # The state that the second chose cannot follow any more; that he was second is told first.
    late = first.post(path_of(notice), written(notice, state="IDENTIFIED", text="Vi har hittat orsaken."))
    assert late.status_code == 409
    page = text_of(late)
    for words in (
        "Någon annan hann uppdatera meddelandet.",
        "Det fungerar igen.",
        "Vi har hittat orsaken.",
        "Ida Berg",
    ):
        assert words in page
    assert notice.updates.count() == 2
    notice.refresh_from_db()
    assert f'name="seen" value="{notice.sequence}"' in page
    again = first.post(path_of(notice), written(notice, text="Vi har hittat orsaken."))
    assert again.status_code == 302
    assert notice.updates.first().text == "Vi har hittat orsaken."


@pytest.mark.parametrize("seen", ["", "-1", "x", "1.0", "\x00", "99999999999999999999"])
def test_without_what_was_seen_nothing_is_said(world: World, seen: str) -> None:
    notice = published(world)
    assert as_user(world.it_coordinator).post(path_of(notice), written(notice, seen=seen)).status_code == 409
    assert notice.updates.count() == 1


def test_the_window_of_maintenance_is_moved_when_it_is_changed(world: World) -> None:
    at = clock.now()
    start = (at + timedelta(days=9, seconds=17)).replace(microsecond=5)
    notice = published(
        world, Kind.MAINTENANCE, at=at, window_start=start, window_end=start + timedelta(hours=1)
    )
    client = as_user(world.it_coordinator)
    form = client.get(path_of(notice)).context["form"]
    shown = {
        name: form[name].value().astimezone(clock.STOCKHOLM).strftime("%Y-%m-%dT%H:%M")
        for name in ("window_start", "window_end")
    }
    assert client.post(path_of(notice), written(notice, **shown)).status_code == 302
    notice.refresh_from_db()
    assert (notice.window_start, notice.short_notice_reason) == (start, "")
    moved = {"window_start": "2099-12-01T06:00", "window_end": "2099-12-01T07:00"}
    assert client.post(path_of(notice), written(notice, **moved)).status_code == 302
    notice.refresh_from_db()
    assert notice.window_start == datetime(2099, 12, 1, 5, tzinfo=UTC)
    assert notice.short_notice_reason == ""
    backwards = {"window_start": "2099-12-01T07:00", "window_end": "2099-12-01T06:00"}
    response = client.post(path_of(notice), written(notice, **backwards))
    assert "Sluttiden ska vara efter starttiden." in response.context["form"].errors["window_end"]


def test_a_window_moved_close_takes_its_reason_from_the_update(world: World) -> None:
    at = clock.now()
    notice = published(world, Kind.MAINTENANCE, at=at, **_window("MAINTENANCE"))
    soon = (at + timedelta(days=2)).astimezone(clock.STOCKHOLM).strftime("%Y-%m-%dT%H:%M")
    fields = written(notice, window_start=soon, window_end="2099-12-01T07:00", text="Delen kom tidigare.")
    assert as_user(world.it_coordinator).post(path_of(notice), fields).status_code == 302
    notice.refresh_from_db()
    assert notice.short_notice_reason == "Delen kom tidigare."


def test_a_closed_notice_is_only_corrected(world: World) -> None:
    notice = brought_to(world, "RESOLVED")
    form = as_user(world.it_coordinator).get(path_of(notice)).context["form"]
    assert form["is_correction"].value() is True


def test_a_draft_is_changed_instead(world: World) -> None:
    notice = drafted(world)
    client = as_user(world.it_coordinator)
    for response in (client.get(path_of(notice)), client.post(path_of(notice), written(notice))):
        assert (response.status_code, response.url) == (302, f"/drift/{notice.number}/andra/")


@pytest.mark.parametrize("who", ["head", "coordinator", "editor", "delivery", "nobody"])
def test_only_its_authors_update(world: World, who: str) -> None:
    notice = published(world)
    client = as_user(world.people[who])
    assert client.get(path_of(notice)).status_code == 403
    assert client.post(path_of(notice), written(notice)).status_code == 403
    assert notice.updates.count() == 1
