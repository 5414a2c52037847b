"""Tokens for programs that act as a person (``Authorization: Token …``)."""

from datetime import datetime, timedelta

from django.db import transaction
from knox.models import AuthToken

from portal.core.audit.actions import record
from portal.core.errors import Invalid
from portal.core.people.models import User

MOST_DAYS = 3650


def issue_token(*, user: User, days: int, at: datetime) -> str:
    """A new token for the person, shown this once and stored only as a hash. It is of no use when he is shut out.

    Raises Invalid for a person who is shut out already, and for a time that is no time.
    """
    if not user.is_active:
        raise Invalid("person_inactive", "Personen har inte tillgång till portalen.", field="hsa_id")
    if not 1 <= days <= MOST_DAYS:
        raise Invalid("days_range", f"Ange mellan 1 och {MOST_DAYS} dagar.", field="days")
    with transaction.atomic():
        _, token = AuthToken.objects.create(user=user, expiry=timedelta(days=days))
        record("token.issued", by=None, at=at, subject=("person", user.hsa_id), after={"days": days})
    return token
