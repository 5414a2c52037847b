"""Machines that the region did not supply, noted at the unit where they were seen."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from inventory.network.contact import Contact
from portal.core.audit.actions import record
from portal.core.people.models import User
from portal.core.units.models import Region

# What was removed and is seen again after that day is open again; what is explained stays so.
_NOTE = """
WITH removed AS (
  SELECT id FROM network_networkdeviation WHERE state = 'REMOVED' AND serial_number = ANY(%(serials)s::text[])
)
INSERT INTO network_networkdeviation AS old
  (unit_id, serial_number, hostname, first_seen_on, last_seen_on, state, note)
SELECT place.unit, row.serial, max(row.hostname), min(row.day), max(row.day), 'OPEN', ''
FROM unnest(%(serials)s::text[], %(days)s::date[], %(units)s::text[], %(locations)s::text[], %(hostnames)s::text[])
  AS row (serial, day, unit, location, hostname)
JOIN LATERAL (
  SELECT unit.id AS unit FROM units_careunit unit
  WHERE unit.hsa_id = row.unit AND row.unit <> '' AND unit.region_id = %(region)s
  UNION ALL
  SELECT unit.id FROM inventory_asset asset JOIN units_careunit unit ON unit.id = asset.unit_id
  WHERE row.unit = '' AND row.location <> '' AND asset.kind = 'NETWORK' AND unit.region_id = %(region)s
    AND (asset.asset_number = row.location OR (asset.serial_number = row.location AND asset.serial_number <> ''))
  LIMIT 1
) AS place ON true
GROUP BY place.unit, row.serial
ORDER BY place.unit, row.serial
ON CONFLICT (unit_id, serial_number) DO UPDATE SET
  first_seen_on = LEAST(old.first_seen_on, EXCLUDED.first_seen_on),
  last_seen_on = GREATEST(old.last_seen_on, EXCLUDED.last_seen_on),
  hostname = COALESCE(NULLIF(EXCLUDED.hostname, ''), old.hostname),
  state = CASE WHEN old.state = 'REMOVED'
    AND EXCLUDED.last_seen_on > (old.decided_at AT TIME ZONE 'Europe/Stockholm')::date
    THEN 'OPEN' ELSE old.state END,
  decided_at = CASE WHEN old.state = 'REMOVED'
    AND EXCLUDED.last_seen_on > (old.decided_at AT TIME ZONE 'Europe/Stockholm')::date
    THEN NULL ELSE old.decided_at END,
  decided_by_id = CASE WHEN old.state = 'REMOVED'
    AND EXCLUDED.last_seen_on > (old.decided_at AT TIME ZONE 'Europe/Stockholm')::date
    THEN NULL ELSE old.decided_by_id END
RETURNING (xmax = 0) AS is_new, state = 'OPEN' AND id IN (SELECT id FROM removed) AS is_reopened, serial_number,
  (SELECT hsa_id FROM units_careunit WHERE id = unit_id) AS unit
"""


def note_deviations(
    *, region: Region, contacts: Sequence[Contact], by: User, at: datetime
) -> tuple[int, int]:
    """Note each machine at its unit, where the contact says which: how many were noted, and how many for the first
    time. One that was said to be removed and is seen again is open again, which is logged. One query besides the log.
    The caller has asked whether it is allowed, and logs the rest."""
    placed = [one for one in contacts if one.unit or one.location]
    if not placed:
        return 0, 0
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTE,
            {
                "serials": [one.name for one in placed],
                "days": [one.day for one in placed],
                "units": [one.unit for one in placed],
                "locations": [one.location for one in placed],
                "hostnames": [one.hostname for one in placed],
                "region": region.pk,
            },
        )
        rows = cursor.fetchall()
    for _, is_reopened, serial, unit in rows:
        if is_reopened:
            about = ("network_deviation", serial)
            record(
                "network.deviation_reopened", by=by, at=at, subject=about, unit=unit, after={"state": "OPEN"}
            )
    return len(rows), sum(row[0] for row in rows)
