"""What waits in a region, for each role there. Read once per request; the menu and the start page share it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.http import HttpRequest

from entitlements.rules.types import Outcome
from orders.models import Order
from portal.core.units.models import Role
from portal.core.units.roles import RoleSet

S = Order.State
_FIGURES, _MATTERS, _ATTEST = "figures", "matters", "attest"

# Asked on every page of whoever works for a region, so it is one query, written by hand: composing it took longer than
# answering it. Attest is what the person may attest himself: not what he ordered or checked, and as a substitute only
# within his limit and not what his principal ordered or checked.
_WORK = """
SELECT u.region_id, o.state, o.outcome, count(*), min(o.state_since)
FROM orders_order o JOIN units_careunit u ON u.id = o.unit_id
WHERE o.state IN ('SUBMITTED', 'ATTESTED', 'IN_DELIVERY') AND u.region_id = ANY(%(handle)s)
GROUP BY 1, 2, 3
UNION ALL
SELECT u.region_id, 'matters', '', count(*), min(m.raised_at)
FROM orders_samverkanmatter m JOIN units_careunit u ON u.id = m.unit_id
WHERE m.state = 'OPEN' AND u.region_id = ANY(%(answer)s)
GROUP BY 1
UNION ALL
SELECT u.region_id, 'figures', '', count(*), min(f.reported_at)
FROM units_unitfigures f JOIN units_careunit u ON u.id = f.unit_id
WHERE f.state = 'REPORTED' AND u.region_id = ANY(%(verify)s)
GROUP BY 1
UNION ALL
SELECT u.region_id, 'attest', o.outcome, count(*), min(o.state_since)
FROM orders_order o JOIN units_careunit u ON u.id = o.unit_id
WHERE o.state = 'CHECKED'
  AND o.submitted_by_id IS DISTINCT FROM %(me)s AND o.checked_by_id IS DISTINCT FROM %(me)s
  AND (u.region_id = ANY(%(own)s) OR EXISTS (
    SELECT 1
    FROM unnest(%(regions)s::bigint[], %(principals)s::bigint[], %(limits)s::integer[]) AS s (region, principal, most)
    WHERE s.region = u.region_id AND (s.most IS NULL OR o.pieces <= s.most)
      AND o.submitted_by_id IS DISTINCT FROM s.principal AND o.checked_by_id IS DISTINCT FROM s.principal
  ))
GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Queue:
    """How many wait and since when the oldest has; ``within_rules`` of them need no decision of their own."""

    count: int = 0
    oldest: datetime | None = None
    within_rules: int = 0


class _Counted(NamedTuple):
    region: int
    what: str
    result: str
    count: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class RegionWork:
    to_check: Queue = Queue()
    to_attest: Queue = Queue()
    to_deliver: Queue = Queue()
    to_deliver_rest: Queue = Queue()
    figures: Queue = Queue()
    matters: Queue = Queue()


def work_of(request: HttpRequest) -> RegionWork:
    """The person's queues in the regions that he works for; none for others. At most one query."""
    if not hasattr(request, "_region_work"):
        request._region_work = _read(request.roles)
    return request._region_work


def _read(roles: RoleSet) -> RegionWork:
    check, deliver = roles.regions_with(Role.COORDINATOR), roles.regions_with(Role.IT_DELIVERY)
    answer = roles.regions_with(Role.COORDINATOR, Role.IT_COORDINATOR)
    rows = _rows(roles, check | deliver, check, answer)

    def queue(what: str, regions: frozenset[int]) -> Queue:
        return _queue(row for row in rows if row.what == what and row.region in regions)

    return RegionWork(
        to_check=queue(S.SUBMITTED, check),
        to_attest=_queue(row for row in rows if row.what == _ATTEST),
        to_deliver=queue(S.ATTESTED, deliver),
        to_deliver_rest=queue(S.IN_DELIVERY, deliver),
        figures=queue(_FIGURES, check),
        matters=queue(_MATTERS, answer),
    )


def _rows(
    roles: RoleSet, handle: frozenset[int], verify: frozenset[int], answer: frozenset[int]
) -> list[_Counted]:
    """What waits, counted by region and kind. A substitute attests where his principal does and he does not himself."""
    own = roles.regions_with(Role.ORDERING_MANAGER)
    substitutions = [one for one in roles.substitutions if one.region_id not in own]
    if not (handle or verify or answer or own or substitutions):
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            _WORK,
            {
                "handle": list(handle),
                "verify": list(verify),
                "answer": list(answer),
                "own": list(own),
                "me": roles.user_id,
                "regions": [one.region_id for one in substitutions],
                "principals": [one.principal_id for one in substitutions],
                "limits": [one.most_pieces for one in substitutions],
            },
        )
        return [_Counted(*row) for row in cursor.fetchall()]


def _queue(rows: Iterable[_Counted]) -> Queue:
    rows = list(rows)
    return Queue(
        count=sum(row.count for row in rows),
        oldest=min((row.oldest for row in rows), default=None),
        within_rules=sum(row.count for row in rows if row.result == Outcome.ALLOWED),
    )
