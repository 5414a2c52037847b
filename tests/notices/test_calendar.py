"""iCalendar, read by two libraries: valid to the letter, at the right moment, and in step with the notice."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from portal.core import clock
from portal.notices.actions.publish import update_notice
from portal.notices.calendar import render_calendar
from portal.notices.content import UpdateContent
from portal.notices.models import Kind, Notice, State
from tests.notices.subscribing import fetch_calendar, key_for
from tests.notices.writing import drafted, reached
from tests.pages import as_user
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def events(content: bytes) -> list[icalendar.Event]:
    """The events as icalendar reads them, when vobject has found nothing to complain of."""
    text = content.decode()
    for component in vobject.readComponents(text, validate=True):
        component.validate(raiseException=True)
    calendar = icalendar.Calendar.from_ical(content)
    assert not calendar.errors
    found = list(calendar.walk("VEVENT"))
    assert not any(event.errors for event in found)
    return found


def maintenance(world: World, **more: object) -> Notice:
    return reached(world, Kind.MAINTENANCE, **more)


def told(notice: Notice, world: World, state: str, **more: object) -> Notice:
    at = NOW + timedelta(hours=notice.sequence)
    content = UpdateContent(state=state, impact="NONE", text="Nytt.", **more)
    update_notice(notice=notice, content=content, seen=notice.sequence, by=world.it_coordinator, at=at)
    notice.refresh_from_db()
    return notice


def test_the_calendar_is_valid_and_named(world: World) -> None:
    maintenance(world)
    response = fetch_calendar(key_for(world.head))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    [calendar] = vobject.readComponents(response.content.decode(), validate=True)
    assert (calendar.version.value, calendar.method.value) == ("2.0", "PUBLISH")
    assert calendar.x_wr_calname.value == "Drift och ändringar"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT30M\r\n" in response.content
    assert len(events(response.content)) == 1


def test_an_event_says_what_when_and_where_to_read(world: World) -> None:
    start = datetime(2026, 12, 1, 22, tzinfo=STOCKHOLM)
    notice = maintenance(
        world,
        title="Nytt kort; läsare, \\ och åäö",
        text="Hemlig text",
        window_start=start,
        window_end=start + timedelta(hours=2),
    )
    content = fetch_calendar(key_for(world.head)).content
    [event] = events(content)
    assert event["UID"] == f"{notice.uid}@127.0.0.1"
    assert str(event["SUMMARY"]) == "Planerat underhåll: Nytt kort; läsare, \\ och åäö"
    assert b"Nytt kort\\; l" in content.replace(b"\r\n ", b"")
    assert event["URL"] == f"http://127.0.0.1:8000/drift/{notice.number}/"
    assert (event.start, event.end) == (start, start + timedelta(hours=2))
    assert event["DTSTART"].to_ical() == b"20261201T210000Z"
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == notice.updated_at
    assert (event["STATUS"], event["SEQUENCE"], event["TRANSP"]) == ("CONFIRMED", 0, "TRANSPARENT")
    assert event["CATEGORIES"].to_ical() == "Planerat underhåll".encode()
    assert b"Hemlig" not in content


def test_lines_are_folded_and_end_as_they_should(world: World) -> None:
    maintenance(world, title="Å" * 120)
    content = fetch_calendar(key_for(world.head)).content
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert all(line.decode() for line in content.split(b"\r\n")[:-1])  # no letter is cut in two
    assert str(events(content)[0]["SUMMARY"]) == f"Planerat underhåll: {'Å' * 120}"


def test_the_sequence_rises_and_a_cancelled_event_says_so(world: World) -> None:
    notice, key = maintenance(world), key_for(world.head)
    uid = events(fetch_calendar(key).content)[0]["UID"]
    moved = notice.window_start + timedelta(days=1)
    told(notice, world, State.SCHEDULED, window_start=moved, window_end=moved + timedelta(hours=3))
    [event] = events(fetch_calendar(key).content)
    assert (event["UID"], event["SEQUENCE"], event.start) == (uid, 1, moved)
    told(notice, world, State.CANCELLED)
    [event] = events(fetch_calendar(key).content)
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (uid, 2, "CANCELLED")
    assert event["DTSTAMP"].dt == notice.updated_at


def test_an_outages_end_is_a_guess_until_it_is_mended(world: World) -> None:
    notice = reached(world, window_start=NOW, window_end=NOW + timedelta(hours=2))
    key = key_for(world.head)
    assert events(fetch_calendar(key).content)[0]["STATUS"] == "TENTATIVE"
    told(notice, world, State.MONITORING)
    assert events(fetch_calendar(key).content)[0]["STATUS"] == "CONFIRMED"


@pytest.mark.parametrize(
    ("start", "utc"),
    [
        (datetime(2027, 3, 28, 1, 30, tzinfo=STOCKHOLM), "20270328T003000Z"),
        (datetime(2027, 3, 28, 3, 30, tzinfo=STOCKHOLM), "20270328T013000Z"),
        (datetime(2027, 10, 31, 2, 30, tzinfo=STOCKHOLM), "20271031T003000Z"),
        (datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=STOCKHOLM), "20271031T013000Z"),
        (datetime(2027, 10, 31, 4, 0, tzinfo=STOCKHOLM), "20271031T030000Z"),
    ],
)
def test_the_moment_is_right_when_the_clocks_change(start: datetime, utc: str) -> None:
    notice = Notice(
        number="D-2027-0001",
        kind=Kind.MAINTENANCE,
        state=State.SCHEDULED,
        title="Natten då klockan ställs om",
        window_start=start,
        window_end=start.astimezone(UTC) + timedelta(hours=1),
        sequence=1,
        published_at=NOW,
        updated_at=NOW,
    )
    [event] = events(render_calendar([notice], name="Drift"))
    assert event["DTSTART"].to_ical().decode() == utc
    assert event.end - event.start == timedelta(hours=1)


def test_only_windows_become_events_and_old_ones_leave(world: World) -> None:
    reached(world, title="Utan tid")
    long_ago = clock.now() - timedelta(days=120)
    reached(world, title="Länge sedan", window_start=long_ago, window_end=long_ago + timedelta(hours=1))
    assert events(fetch_calendar(key_for(world.head)).content) == []


def test_one_event_to_put_in_ones_own_calendar(world: World) -> None:
    notice = maintenance(world)
    path = f"/drift/{notice.number}/kalender.ics"
    response = as_user(world.head).get(path)
    assert response["Content-Disposition"] == f'attachment; filename="{notice.number}.ics"'
    [event] = events(response.content)
    assert event["UID"] == f"{notice.uid}@127.0.0.1"


def test_no_event_without_a_window_and_none_of_a_draft(world: World) -> None:
    coordinator = as_user(world.it_coordinator)
    for notice in (reached(world), drafted(world, Kind.MAINTENANCE)):
        assert coordinator.get(f"/drift/{notice.number}/kalender.ics").status_code == 404
