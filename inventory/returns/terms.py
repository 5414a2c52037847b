"""What the appendix says of returns, and the portal's own choice where it says nothing."""

from dataclasses import dataclass
from datetime import date

from entitlements.models import AppendixVersion

TERM = "return_opens_days_before"
OWN_CHOICE = 90


@dataclass(frozen=True, slots=True)
class NoticeDays:
    """How many days before the contract's end the case is opened. ``chosen``: the appendix says nothing of it."""

    days: int
    chosen: bool


def notice_days(region_id: int, on: date) -> NoticeDays:
    """One query. A region without an appendix that day has the portal's choice."""
    version = AppendixVersion.objects.in_force(region_id, on).first()
    term = version.terms.get(TERM) if version else None
    return NoticeDays(int(term["value"]), chosen=False) if term else NoticeDays(OWN_CHOICE, chosen=True)
