"""What the keys in addresses open: whose they are, and the notices that they show."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.core.clock import local_date
from portal.core.fields import valid_on
from portal.core.people.models import User
from portal.core.units.models import Assignment, CareUnit
from portal.core.units.queries import contract_on, roles_of
from portal.notices.models import FeedToken, Notice, NoticeUnit

MOST_IN_FEED = 50
MOST_IN_CALENDAR = 200
KEPT_IN_CALENDAR = timedelta(days=90)
"""How long after its end an event stays in the calendar; one that is gone from the file is gone from most calendars."""


def hash_of(key: str) -> str:
    """What is stored of a key. A random key of 256 bits needs no salt."""
    return hashlib.sha256(key.encode()).hexdigest()


def open_feed(key: str, at: datetime) -> FeedToken | None:
    """What the key opens today; None for a key that is unknown or revoked, of a person who is shut out or of a unit
    without a contract, to which the region sends nothing either. At most two queries."""
    rows = FeedToken.objects.filter(token_hash=hash_of(key), revoked_at__isnull=True)
    token = rows.select_related("owner", "unit").first()
    if token is None:
        return None
    if token.unit is not None:
        return token if contract_on(token.unit, local_date(at)) else None
    return token if token.owner.is_active else None


def notices_in(token: FeedToken, at: datetime) -> QuerySet[Notice]:
    """The published notices of the feed. Of a unit: those that were sent to it. Of a person: those to him and to the
    units where he has a role today, as the portal shows him; not those that he sees only because he works for the
    region. One query before the queryset's own."""
    published = Notice.objects.filter(published_at__isnull=False)
    if token.unit_id is not None:
        return published.filter(Exists(NoticeUnit.objects.filter(notice=OuterRef("pk"), unit=token.unit_id)))
    roles = roles_of(token.owner, local_date(at))
    return published.visible_to(replace(roles, regions={}, substitutions=()))


def latest_in(token: FeedToken, at: datetime) -> list[Notice]:
    """What the Atom feed tells: the notices with the latest news first."""
    return list(notices_in(token, at).order_by("-updated_at", "-pk")[:MOST_IN_FEED])


def events_in(token: FeedToken, at: datetime) -> list[Notice]:
    """What the calendar holds: notices with a window that is not long past, the cancelled ones too."""
    notices = notices_in(token, at).filter(window_end__gt=at - KEPT_IN_CALENDAR)
    return list(notices.order_by("window_start", "pk")[:MOST_IN_CALENDAR])


def feeds_of(
    person: User, units: Iterable[CareUnit], on: date
) -> tuple[FeedToken | None, dict[int, FeedToken]]:
    """The keys in force of the person and, by unit, of the units, with ``maker_left``: whether the one who made it, and
    so has seen it, has no assignment at the unit on the day. One query."""
    there = Assignment.objects.filter(
        valid_on(on), Q(unit=OuterRef("unit")) | Q(unit=OuterRef("unit__parent")), user=OuterRef("created_by")
    )
    rows = FeedToken.objects.filter(revoked_at__isnull=True).select_related("created_by")
    rows = rows.annotate(maker_left=Q(unit__isnull=False) & ~Exists(there))
    found = rows.filter(owner=person) | rows.filter(unit__in=[unit.pk for unit in units])
    own, by_unit = None, {}
    for token in found:
        if token.unit_id is None:
            own = token
        else:
            by_unit[token.unit_id] = token
    return own, by_unit
