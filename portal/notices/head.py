"""What stands above every page: outages to know of, and how many notices are unread."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from portal.core.clock import local_date
from portal.core.web.addresses import address_of
from portal.core.web.context import Banner, Head
from portal.core.web.formatting import swedish_date
from portal.notices.models import Kind, State
from portal.notices.models.notice import GRAVE
from portal.notices.queries.head import HeadNotice, head_of

MOST_BANNERS = 3


def notices_of(request: HttpRequest) -> list[HeadNotice]:
    """The notices that the head and the start page tell of, read once per request."""
    if not hasattr(request, "_head_notices"):
        request._head_notices = head_of(request.roles, request.at)
    return request._head_notices


def has_banner(one: HeadNotice) -> bool:
    """Whether a notice stands above every page: an outage that goes on."""
    return one.open and one.kind == Kind.OUTAGE


def head(request: HttpRequest) -> Head:
    """What is to be said on the page that answers the request."""
    found = notices_of(request)
    outages = [one for one in found if has_banner(one)]
    return Head(
        banners=tuple(_banner(request, one) for one in outages[:MOST_BANNERS]),
        more=max(0, len(outages) - MOST_BANNERS),
        unread=sum(one.unread for one in found),
        url=address_of("notices:list"),
        live=address_of("notices:banners"),
        seconds=settings.NOTICE_POLL_SECONDS,
    )


def _banner(request: HttpRequest, one: HeadNotice) -> Banner:
    when = swedish_date(one.updated_at, "time", today=local_date(request.at))
    return Banner(
        key=one.number,
        color="danger" if one.impact in GRAVE else "warning",
        icon="triangle-alert",
        title=f"Störning: {one.title}.",
        text=f"{one.text} {State(one.state).label}, {when}.",
        url=reverse("notices:detail", args=[one.number]),
    )
