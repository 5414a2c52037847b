"""Addresses for subscription: made, renewed and revoked. The key in one is shown when it is made and never again."""

import secrets
from datetime import datetime

from django.db import transaction

from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Missing
from portal.core.people.models import User
from portal.core.units.models import CareUnit
from portal.core.units.queries import roles_of
from portal.notices.access import may_subscribe
from portal.notices.models import FeedToken
from portal.notices.queries.feeds import hash_of

NO_FEED = "Det finns ingen adress att återkalla. Läs in sidan igen."


def create_feed(*, unit: CareUnit | None = None, by: User, at: datetime) -> str:
    """A key for the person himself, or for the unit. Give it to him now: only its hash is kept.

    Raises NotAllowed for others than the unit's head and IT contact, Conflict when there is a key already.
    """
    with transaction.atomic():
        _require_own(unit, by, at)
        return _create(unit, by, at)


def renew_feed(*, unit: CareUnit | None = None, by: User, at: datetime) -> str:
    """Revoke the key and give another in its place. Raises Missing when there is none."""
    with transaction.atomic():
        _require_own(unit, by, at)
        _revoke(unit, by, at)
        return _create(unit, by, at)


def revoke_feed(*, unit: CareUnit | None = None, by: User, at: datetime) -> None:
    """Make the key open nothing from now on. Raises Missing when there is none."""
    with transaction.atomic():
        _require_own(unit, by, at)
        _revoke(unit, by, at)


def _require_own(unit: CareUnit | None, by: User, at: datetime) -> None:
    if unit is not None:
        require(may_subscribe(roles_of(by, local_date(at)), unit))


def _create(unit: CareUnit | None, by: User, at: datetime) -> str:
    key = secrets.token_urlsafe(32)
    with guarded():
        FeedToken.objects.create(
            owner=None if unit else by, unit=unit, token_hash=hash_of(key), created_at=at, created_by=by
        )
    _record("feed.created", unit, by, at)
    return key


def _revoke(unit: CareUnit | None, by: User, at: datetime) -> None:
    rows = FeedToken.objects.select_for_update(of=("self",), no_key=True).filter(revoked_at__isnull=True)
    token = rows.filter(unit=unit).first() if unit else rows.filter(owner=by).first()
    if token is None:
        raise Missing("no_feed", NO_FEED)
    token.revoked_at, token.revoked_by = at, by
    token.save(update_fields=["revoked_at", "revoked_by"])
    _record("feed.revoked", unit, by, at)


def _record(kind: str, unit: CareUnit | None, by: User, at: datetime) -> None:
    whose = unit.hsa_id if unit else by.hsa_id
    record(kind, by=by, at=at, subject=("feed", whose), unit=unit.hsa_id if unit else "")
