"""Reminding units of computers that have not been on the network. Run twice it does nothing more."""

from collections import defaultdict
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef

from inventory.models import Asset
from inventory.network.actions.remind import remind_unit
from inventory.network.models import UnseenReminder
from inventory.network.queries import unseen_in, unseen_terms
from portal.core.clock import local_date
from portal.core.people.models import User
from portal.core.units.models import CareUnit, Region, Role
from portal.core.units.recipients import at_unit


def remind_of_unseen(at: datetime) -> int:
    """Write once to each unit with computers that it has not been reminded of since they were last seen, and give how
    many units. The IT contact is written to; where there is none, the head of unit."""
    today = local_date(at)
    terms = unseen_terms(Region.objects.values_list("pk", flat=True), today)
    told = UnseenReminder.objects.filter(asset=OuterRef("pk"), since=OuterRef("since"))
    at_units: dict[CareUnit, list[Asset]] = defaultdict(list)
    waiting = (
        unseen_in(terms, today).filter(~Exists(told)).select_related("unit").order_by(F("unit_id"), "pk")
    )
    for asset in waiting:
        at_units[asset.unit].append(asset)
    reminded = 0
    for unit, assets in at_units.items():
        people = _recipients(unit, today)
        if people:
            unseen = {one.pk: one.since for one in assets}
            remind_unit(unit=unit, unseen=unseen, to=people, at=at)
            reminded += 1
    return reminded


def _recipients(unit: CareUnit, on: date) -> list[User]:
    return at_unit(Role.IT_CONTACT, unit, on) or at_unit(Role.HEAD_OF_UNIT, unit, on)
