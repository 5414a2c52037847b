"""R9: a notice is published, and the worker that should tell of it is killed."""

import time

from portal.home.soak.outcomes.used import TOLD_WITHIN, Told
from portal.home.soak.rig import Rig

CONCERNED = """
SELECT u.id FROM units_careunit u WHERE EXISTS (
    SELECT FROM units_contract c
    WHERE c.unit_id = u.id AND c.valid_from <= current_date AND coalesce(c.valid_to, 'infinity') > current_date)
"""
# By the assignments, not by what the notice itself says of whom it reached.
REACHED = f"""
SELECT count(DISTINCT a.unit_id), count(DISTINCT n.person_id)
FROM notifications_notification n JOIN units_assignment a ON a.user_id = n.person_id
WHERE n.about = %s AND a.unit_id IN ({CONCERNED})
"""
PATIENCE = 2 * TOLD_WITHIN  # seconds


def tell_everyone(rig: Rig) -> Told:
    """Publish with the worker dead, and start it: from the publication until every unit is queued."""
    rig.worker.kill()
    units = rig.number(f"SELECT count(*) FROM ({CONCERNED}) AS concerned")
    about = f"notice:{rig.python('-m', 'portal.home.soak.publish')}"
    published = time.monotonic()
    rig.worker.start()
    rig.wait(lambda: rig.rows(REACHED, about)[0][0] >= units, seconds=PATIENCE)
    took = time.monotonic() - published
    reached, people = rig.rows(REACHED, about)[0]
    return Told(units, reached, people, took)
