"""Notices with a window as iCalendar (RFC 5545, RFC 7986), rendered from what is given.

UID stays and SEQUENCE rises with each update, so that a calendar moves and cancels what it has. As in the Atom feed
the text stays in the portal. Times are in UTC: they are moments, and need no table of summer times.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vDuration

from portal.notices.atom import link_to
from portal.notices.models import Kind, Notice, State

CONTENT_TYPE = "text/calendar; charset=utf-8"
FETCH_AGAIN = timedelta(minutes=30)
# An outage's end is a guess until the cause is mended.
_GUESSED = (State.INVESTIGATING, State.IDENTIFIED)


def render_calendar(notices: Iterable[Notice], *, name: str) -> bytes:
    """A calendar of the notices that have a window, to import or subscribe to. ``name`` is what a calendar calls it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Utrustningsportalen//Driftmeddelanden//SV")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(FETCH_AGAIN, params={"VALUE": "DURATION"}))
    calendar.add("x-published-ttl", vDuration(FETCH_AGAIN))
    for notice in notices:
        if notice.window_start is not None and notice.window_end is not None:
            calendar.add_component(_event(notice, notice.window_start, notice.window_end))
    return calendar.to_ical()


def _event(notice: Notice, start: datetime, end: datetime) -> Event:
    event = Event()
    event.add("uid", f"{notice.uid}@{urlsplit(settings.PORTAL_URL).hostname}")
    event.add("sequence", notice.sequence - 1)
    for name, moment in (
        ("dtstamp", notice.updated_at),
        ("last-modified", notice.updated_at),
        ("created", notice.published_at),
        ("dtstart", start),
        ("dtend", end),
    ):
        event.add(name, moment.astimezone(UTC))
    event.add("summary", f"{notice.get_kind_display()}: {notice.title}")
    event.add("description", f"{notice.get_state_display()}. Läs mer: {link_to(notice)}")
    event.add("status", _status(notice))
    event.add("categories", [notice.get_kind_display()])
    event.add("url", link_to(notice))
    # It is something to know of and takes nobody's time.
    event.add("transp", "TRANSPARENT")
    return event


def _status(notice: Notice) -> str:
    if notice.state == State.CANCELLED:
        return "CANCELLED"
    if notice.kind == Kind.OUTAGE and notice.state in _GUESSED:
        return "TENTATIVE"
    return "CONFIRMED"
