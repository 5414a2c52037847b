"""Notices as an Atom feed (RFC 4287), rendered from what is given.

A feed is read without sign-in, in programs that keep what they fetch. So it tells what is going on and where to read
of it (kind, title, state, window, link) and leaves the text in the portal, as mails do (S7).
"""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from portal.core.clock import STOCKHOLM, local_date
from portal.core.web.formatting import swedish_date
from portal.notices.models import Notice

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
# The two characters that a database takes and XML does not.
_NOT_IN_XML = {0xFFFE: None, 0xFFFF: None}


class _Feed(Atom1Feed):
    """Django's, but an empty feed was last changed when its key was made, so that it is the same at every reading."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=self.feed["made_at"])


def render_atom(
    notices: Iterable[Notice], *, title: str, feed_id: uuid.UUID, address: str, made_at: datetime
) -> bytes:
    """The feed. ``feed_id`` is the same for ever, whatever key opens it; ``address`` is where it was fetched."""
    feed = _Feed(
        title=title.translate(_NOT_IN_XML),
        link=settings.PORTAL_URL + reverse("notices:list"),
        description=None,
        language="sv",
        feed_url=address,
        feed_guid=feed_id.urn,
        author_name="Utrustningsportalen",
        made_at=made_at,
    )
    for notice in notices:
        feed.add_item(
            title=f"{notice.get_kind_display()}: {notice.title}".translate(_NOT_IN_XML),
            link=link_to(notice),
            description=escape(summary_of(notice)),
            unique_id=notice.uid.urn,
            pubdate=notice.published_at,
            updateddate=notice.updated_at,
            categories=[notice.get_kind_display()],
        )
    return feed.writeString("utf-8").encode()


def link_to(notice: Notice) -> str:
    """The notice's page, as an address that works from outside."""
    return settings.PORTAL_URL + reverse("notices:detail", args=[notice.number])


def summary_of(notice: Notice) -> str:
    """ "Planerat. 21 november 2026 kl. 22.00 till 23.00." """
    state = f"{notice.get_state_display()}."
    if notice.window_start is None or notice.window_end is None:
        return state
    start, end = notice.window_start, notice.window_end
    until = _moment(end) if local_date(start) != local_date(end) else _clock(end)
    return f"{state} {_moment(start)} till {until}."


def _moment(at: datetime) -> str:
    return f"{swedish_date(at, 'long', today=local_date(at))} kl. {_clock(at)}"


def _clock(at: datetime) -> str:
    return f"{at.astimezone(STOCKHOLM):%H.%M}"
