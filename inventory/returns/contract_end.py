"""The portal itself opens a case when a unit's contract is about to end (Kalmar IT §4)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from inventory.returns.actions.opening import open_exit
from inventory.returns.models import ReturnCase
from inventory.returns.queries.held import exit_case_due, has_anything
from inventory.returns.terms import notice_days
from portal.core.clock import local_date
from portal.core.units.models import CareUnit, Contract, Region

LATE = timedelta(days=30)
"""How long after the contract's end a case is still opened, when the job has not run."""


def open_ending(at: datetime) -> int:
    """Open a case for each unit, and each of its branches, whose contract ends within the days of the appendix and is
    followed by no other; give how many. A unit that has nothing needs none. Run twice it opens no more."""
    today = local_date(at)
    opened = 0
    for region in Region.objects.order_by("pk"):
        horizon = today + timedelta(days=notice_days(region.pk, today).days)
        for unit, last_day in _ending(region.pk, today, horizon):
            if not exit_case_due(unit.pk, last_day) and has_anything(unit.pk):
                open_exit(
                    unit=unit, reason=ReturnCase.Reason.CONTRACT_END, due_on=last_day, by=None, at=at
                )  # fmt: skip
                opened += 1
    return opened


def _ending(region_id: int, today: date, horizon: date) -> Iterator[tuple[CareUnit, date]]:
    """The units whose last contract ends within the days, each with the day."""
    later = Contract.objects.filter(unit=OuterRef("unit")).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("valid_to"))
    )
    ending = Contract.objects.filter(
        ~Exists(later), unit__region_id=region_id, valid_to__gte=today - LATE, valid_to__lte=horizon
    )
    for contract in ending.order_by("pk"):
        for unit in CareUnit.objects.with_branches(contract.unit_id).order_by("pk"):
            yield unit, contract.valid_to
