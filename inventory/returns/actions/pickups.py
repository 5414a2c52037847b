"""A time when the region comes and fetches."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from inventory.returns.access import may_take_part
from inventory.returns.actions.opening import FURTHEST_AHEAD
from inventory.returns.actions.writing import locked_open, roles_at
from inventory.returns.models import PickUp, ReturnCase
from inventory.returns.workflow import tell
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Invalid, raise_faults
from portal.core.people.models import User
from portal.core.text import text_faults

BOOKED = "pickup.booked"
CANCELLED = "pickup.cancelled"


@dataclass(frozen=True, slots=True)
class PickUpTime:
    """When and where, and whom to ask for."""

    day: date
    window_start: time
    window_end: time
    place: str
    contact: str


def book_pickup(*, case: ReturnCase, when: PickUpTime, by: User, at: datetime) -> PickUp:
    """Book a time; the other party is told.

    Raises NotAllowed for others than the two parties, Invalid or Errors for a day that has been or lies too far ahead, a
    time that ends before it begins, and a place or a contact that is missing or cannot be used. Conflict for a case that
    is over.
    """
    with transaction.atomic():
        case = locked_open(case)
        require(may_take_part(roles_at(by, at), case.unit))
        _require_usable(when, local_date(at))
        pickup = PickUp(
            case=case,
            day=when.day,
            window_start=when.window_start,
            window_end=when.window_end,
            place=when.place.strip(),
            contact=when.contact.strip(),
            booked_at=at,
            booked_by=by,
        )
        with guarded():
            pickup.save(force_insert=True)
        tell(
            case,
            BOOKED,
            by=by,
            at=at,
            event=str(pickup.pk),
            after=_values(pickup),
            payload={"pickup": pickup.pk},
        )
    return pickup


def cancel_pickup(*, case: ReturnCase, pickup_id: int, by: User, at: datetime) -> None:
    """Call off a booked time; the other party is told. Raises NotAllowed, and Conflict for a time that is gone."""
    with transaction.atomic():
        case = locked_open(case)
        require(may_take_part(roles_at(by, at), case.unit))
        pickup = case.pickups.select_for_update().filter(pk=pickup_id, cancelled_at__isnull=True).first()
        if pickup is None:
            raise Conflict("pickup_gone", "Hämtningen är redan avbokad.")
        pickup.cancelled_at, pickup.cancelled_by = at, by
        pickup.save(update_fields=["cancelled_at", "cancelled_by"])
        tell(
            case,
            CANCELLED,
            by=by,
            at=at,
            event=str(pickup.pk),
            before=_values(pickup),
            payload={"pickup": pickup.pk},
        )


def _require_usable(when: PickUpTime, today: date) -> None:
    faults = []
    if when.day < today:
        faults.append(Invalid("day_passed", "Dagen har redan varit. Välj en dag framåt.", field="day"))
    if when.day > today + FURTHEST_AHEAD:
        faults.append(Invalid("day_too_far", "Välj en dag inom två år.", field="day"))
    if when.window_end <= when.window_start:
        told = "Hämtningen ska sluta efter att den börjar."
        faults.append(Invalid("window_turned", told, field="window_end"))
    faults += text_faults("place", when.place, 200, missing="Skriv var utrustningen hämtas.")
    faults += text_faults("contact", when.contact, 200, missing="Skriv vem man frågar efter på plats.")
    raise_faults(faults)


def _values(pickup: PickUp) -> dict[str, str]:
    return {"day": pickup.day.isoformat(), "from": f"{pickup.window_start:%H:%M}", "place": pickup.place}
