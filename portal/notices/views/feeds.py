"""Notices outward: as Atom and as calendars. The key in the address is all that is asked for; no session is read."""

import uuid
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from portal.core.web.files import attached
from portal.core.web.pages import one_or_404, signed_in
from portal.notices import atom, calendar
from portal.notices.models import FeedToken, Notice
from portal.notices.queries.feeds import events_in, hash_of, latest_in, open_feed

FRESH_FOR = 60  # seconds


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The notices that the key opens, as Atom."""
    opened = _opened(token, request.at)
    notices = latest_in(opened, request.at)
    body = atom.render_atom(
        notices,
        title=_title(opened),
        feed_id=_lasting_id(opened),
        address=settings.PORTAL_URL + request.path,
        made_at=opened.created_at,
    )
    return _answer(request, body, atom.CONTENT_TYPE, opened, notices)


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The notices with a window that the key opens, as a calendar to subscribe to."""
    opened = _opened(token, request.at)
    notices = events_in(opened, request.at)
    body = calendar.render_calendar(notices, name=_title(opened))
    return _answer(request, body, calendar.CONTENT_TYPE, opened, notices)


@require_safe
@signed_in
def calendar_event(request: HttpRequest, number: str) -> HttpResponse:
    """One published notice with a window, to put in one's calendar."""
    notices = Notice.objects.visible_to(request.roles)
    notice = one_or_404(notices, number=number, published_at__isnull=False, window_start__isnull=False)
    body = calendar.render_calendar([notice], name="Drift och ändringar")
    return attached(body, f"{notice.number}.ics")


def _opened(key: str, at: datetime) -> FeedToken:
    found = open_feed(key, at)
    if found is None:
        raise Http404
    return found


def _title(token: FeedToken) -> str:
    return f"Drift och ändringar, {token.unit.name}" if token.unit else "Drift och ändringar"


def _lasting_id(token: FeedToken) -> uuid.UUID:
    """The feed's own id: the same after the key is renewed, and telling nothing of whose it is."""
    whose = f"unit:{token.unit_id}" if token.unit_id else f"person:{token.owner_id}"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.PORTAL_URL}/flode/{whose}")


def _answer(
    request: HttpRequest, body: bytes, content_type: str, token: FeedToken, notices: list[Notice]
) -> HttpResponse:
    """The body, or 304 when the reader has it. Only the ETag decides: what a feed holds may also change because a
    unit or a role was added, which no notice's time tells of."""
    etag = quote_etag(hash_of(body.decode())[:32])
    response = HttpResponse(body, content_type=content_type)
    changed = max((one.updated_at for one in notices), default=token.created_at)
    response["ETag"], response["Last-Modified"] = etag, http_date(changed.timestamp())
    patch_cache_control(response, private=True, max_age=FRESH_FOR)
    return get_conditional_response(request, etag=etag, response=response)
