"""What the appendix says of returns, and the portal's own choice where it says nothing."""

from dataclasses import dataclass
from datetime import date

from entitlements.models import AppendixVersion
from entitlements.queries import terms_of

TERM = "return_opens_days_before"


@dataclass(frozen=True, slots=True)
class NoticeDays:
    """How many days before the contract's end the case is opened. ``chosen``: the appendix says nothing of it."""

    days: int
    chosen: bool


def notice_days(region_id: int, on: date) -> NoticeDays:
    """One query. A region without an appendix that day has the portal's choice."""
    version = AppendixVersion.objects.in_force(region_id, on).only("terms").first()
    stored = version.terms if version else {}
    return NoticeDays(
        terms_of(stored).return_opens_days_before, chosen=stored.get(TERM, {"open": True}).get("open", False)
    )
