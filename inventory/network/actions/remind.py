"""Writing to a unit of computers that have not been on the network."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from inventory.network.models import UnseenReminder
from inventory.network.tellings import UNSEEN
from portal.core.clock import local_date
from portal.core.notifications.actions.notify import notify
from portal.core.people.models import User
from portal.core.units.models import CareUnit


def remind_unit(*, unit: CareUnit, unseen: Mapping[int, date], to: Sequence[User], at: datetime) -> None:
    """Write to the people once, and note that the unit is reminded. ``unseen`` holds the keys of the assets, with the
    days that they have not been seen since."""
    today = local_date(at)
    with transaction.atomic():
        UnseenReminder.objects.bulk_create(
            (UnseenReminder(asset_id=pk, since=since, reminded_on=today) for pk, since in unseen.items()),
            ignore_conflicts=True,
        )
        notify(
            UNSEEN,
            to=to,
            payload={"unit": unit.pk, "on": today.isoformat()},
            event=f"{UNSEEN}:{unit.pk}:{today}",
            about=f"unit:{unit.hsa_id}",
            at=at,
        )
