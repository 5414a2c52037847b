"""What was seen on the network: the assets' last day there, and what the region did not supply (Kalmar IT §4)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from inventory.network.access import may_feed
from inventory.network.actions.sighted import note_deviations
from inventory.network.contact import MOST_CONTACTS, Contact, Outcome
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.errors import Errors, Invalid
from portal.core.people.models import User
from portal.core.text import text_faults
from portal.core.units.models import Region
from portal.core.units.queries import roles_of

MOST_TOLD = 20
_AHEAD = timedelta(days=1)  # a clock that is wrong, not a time to come

# The second half asks for serial numbers that are not empty, as the index does that holds them.
_FIND = """
SELECT given.name, asset.id FROM unnest(%(names)s::text[]) AS given (name)
JOIN inventory_asset asset ON asset.asset_number = given.name
LEFT JOIN units_careunit unit ON unit.id = asset.unit_id
WHERE COALESCE(asset.store_id, unit.region_id) = %(region)s
UNION
SELECT given.name, asset.id FROM unnest(%(names)s::text[]) AS given (name)
JOIN inventory_asset asset ON asset.serial_number = given.name AND asset.serial_number <> ''
LEFT JOIN units_careunit unit ON unit.id = asset.unit_id
WHERE COALESCE(asset.store_id, unit.region_id) = %(region)s
"""
# Only forward. The rows are held in the order of their keys, so that two calls at once wait for each other in turn.
_UPDATE = """
WITH seen AS (SELECT * FROM unnest(%s::bigint[], %s::date[]) AS row (id, day)),
held AS (
  SELECT asset.id, seen.day FROM inventory_asset asset JOIN seen ON seen.id = asset.id
  WHERE asset.last_seen_on IS NULL OR asset.last_seen_on < seen.day
  ORDER BY asset.id FOR NO KEY UPDATE OF asset
)
UPDATE inventory_asset asset SET last_seen_on = held.day FROM held WHERE asset.id = held.id
"""


def record_contacts(*, region: Region, contacts: Sequence[Contact], by: User, at: datetime) -> Outcome:
    """Note when assets of the region were last on the network. Never backwards, so that the same call again changes
    nothing; a constant number of queries.

    Raises NotAllowed for others than those who feed the register, Errors for rows without a name or from a day to come,
    Invalid for more than 10 000 rows.
    """
    require(may_feed(roles_of(by, local_date(at)), region.pk))
    _require_sound(contacts, local_date(at + _AHEAD))
    latest = _latest(contacts)
    with transaction.atomic():
        found = _find(region, latest)
        seen: dict[int, date] = {}
        for name, pk in found:
            seen[pk] = max(latest[name].day, seen.get(pk, date.min))
        updated = _update(seen)
        known = {name for name, _ in found}
        unknown = tuple(name for name in latest if name not in known)
        noted, new = note_deviations(region=region, contacts=[latest[name] for name in unknown], by=by, at=at)
        outcome = Outcome(len(contacts), updated, len(seen) - updated, unknown, noted, new)
        if updated or new:
            record(
                "network.contacts",
                by=by,
                at=at,
                subject=("region", region.code),
                after={
                    "received": outcome.received,
                    "updated": updated,
                    "unknown": len(unknown),
                    "new_deviations": new,
                },
            )
    return outcome


def _require_sound(contacts: Sequence[Contact], last_day: date) -> None:
    if len(contacts) > MOST_CONTACTS:
        raise Invalid("too_many_rows", "Skicka högst 10 000 rader åt gången.", field="contacts")
    faults = []
    for place, one in enumerate(contacts):
        fault = _fault(one, last_day)
        if fault:
            faults.append(Invalid(fault[0], f"Rad {place + 1}: {fault[1]}", field=f"contacts[{place}]"))
            if len(faults) == MOST_TOLD:
                break
    if faults:
        raise Errors(faults)


def _fault(one: Contact, last_day: date) -> tuple[str, str] | None:
    if not one.name:
        return "no_name", "ange serienummer eller inventarienummer."
    if one.day > last_day:
        return "in_the_future", "tidpunkten har inte varit än."
    if text_faults("name", one.name, 60) or text_faults("hostname", one.hostname, 100):
        return "malformed", "numret eller datornamnet är för långt eller har tecken som inte går att visa."
    return None


def _latest(contacts: Iterable[Contact]) -> dict[str, Contact]:
    """The last sighting under each name; of two the same day the one that says where."""
    found: dict[str, Contact] = {}
    for one in contacts:
        other = found.get(one.name)
        if other is None or (one.day, bool(one.unit or one.location)) > (
            other.day,
            bool(other.unit or other.location),
        ):
            found[one.name] = one
    return found


def _find(region: Region, names: Iterable[str]) -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_FIND, {"names": list(names), "region": region.pk})
        return cursor.fetchall()


def _update(seen: dict[int, date]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, [list(seen), list(seen.values())])
        return cursor.rowcount
