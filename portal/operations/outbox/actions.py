"""Trying again by hand what the outbox has failed with."""

from datetime import datetime

from django.db import transaction

from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.errors import Conflict
from portal.core.outbox.actions import try_again
from portal.core.outbox.queries import failing
from portal.core.people.models import User
from portal.core.units.queries import roles_of
from portal.operations.access import may_look_after_work
from portal.operations.outbox.words import name_of

KIND = "outbox.retried"


def retry(*, message: int | None, by: User, at: datetime) -> int:
    """Let one message that has failed, or with None all of them, be tried at once; give how many.

    Raises NotAllowed for anyone but an administrator, and Conflict when there is nothing left to try.
    """
    require(may_look_after_work(roles_of(by, local_date(at))))
    with transaction.atomic():
        chosen = failing() if message is None else failing().filter(pk=message)
        kinds = set(chosen.values_list("kind", flat=True))
        count = try_again(chosen, at=at)
        if not count:
            raise Conflict("nothing_failing", "Det har redan gått iväg. Läs in sidan igen.")
        names = sorted({name_of(kind) for kind in kinds})
        record(KIND, by=by, at=at, subject=("outbox", "utkorgen"), after={"messages": count, "kinds": names})
    return count
