"""What must hold of orders, equipment and logs whatever has been done. Each check gives what is wrong, a sentence for
each; nothing when all is well. They read the tables by SQL, and share no reckoning with the actions that they judge."""

from collections.abc import Callable, Iterator
from datetime import date

from django.db import connection

from entitlements.queries import appendix_in_force, rules_of
from inventory.models import Asset
from orders.models import AttestRecord
from portal.core.audit.chain import broken_links
from portal.core.audit.models import AuditEvent
from portal.core.outbox.models import Message
from portal.core.outbox.registry import known_kinds
from portal.core.units.models import Region
from tests.life.sentences import STATEMENTS

# What may never become otherwise, by name, with a digest of all that it is.
FROZEN = """
SELECT 'round ' || r.number, md5(concat(r::text,
  (SELECT string_agg(u::text, ',' ORDER BY u.id) FROM rounds_roundunit u WHERE u.round_id = r.id),
  (SELECT string_agg(a::text, ',' ORDER BY a.id) FROM rounds_roundasset a
   JOIN rounds_roundunit u ON u.id = a.round_unit_id WHERE u.round_id = r.id),
  (SELECT string_agg(f::text, ',' ORDER BY f.id) FROM rounds_roundfind f
   JOIN rounds_roundunit u ON u.id = f.round_unit_id WHERE u.round_id = r.id)))
FROM rounds_inventoryround r WHERE r.state <> 'OPEN'
UNION ALL
SELECT 'signed answer ' || id, md5(s::text) FROM rounds_roundsigning s
UNION ALL
SELECT 'answer ' || id, md5(a::text) FROM rounds_roundanswer a
UNION ALL
SELECT 'return ' || c.number, md5(concat(c::text,
  (SELECT string_agg(i::text, ',' ORDER BY i.id) FROM returns_returnitem i WHERE i.case_id = c.id),
  (SELECT string_agg(h::text, ',' ORDER BY h.id) FROM returns_handover h WHERE h.case_id = c.id)))
FROM returns_returncase c WHERE c.state <> 'OPEN'
UNION ALL
SELECT 'handover ' || h.id, md5(concat(h::text,
  (SELECT string_agg(concat_ws(':', i.asset_id, i.condition, i.remark), ',' ORDER BY i.id)
   FROM returns_returnitem i WHERE i.handover_id = h.id)))
FROM returns_handover h WHERE h.given_at IS NOT NULL AND h.received_at IS NOT NULL
UNION ALL
SELECT 'order ' || o.number, md5(concat(o::text,
  (SELECT string_agg(l::text, ',' ORDER BY l.id) FROM orders_orderline l WHERE l.order_id = o.id)))
FROM orders_order o WHERE o.state IN ('CLOSED', 'REFUSED', 'WITHDRAWN')
UNION ALL
SELECT 'charge ' || c.id, md5(c::text) FROM incidents_charge c
WHERE c.invoiced_at IS NOT NULL OR c.waived_at IS NOT NULL
UNION ALL
SELECT 'incident ' || i.number, md5(i::text) FROM incidents_incident i WHERE i.state IN ('CLOSED', 'WITHDRAWN')
"""

# What units have of their own and have on the way, branches with their main unit: a loan is not the unit's own, and a
# piece that is to be replaced counts for both as long as it is there.
_TOTALS = """
SELECT COALESCE(u.parent_id, u.id), kind, item_code, sum(pieces)::int FROM (
  SELECT unit_id, kind, item_code, 1 AS pieces FROM inventory_asset asset
  WHERE part_of_id IS NULL AND state IN ('IN_USE', 'IN_REPAIR') AND NOT EXISTS (
    SELECT 1 FROM incidents_loan loan WHERE loan.asset_id = asset.id AND loan.returned_at IS NULL)
  UNION ALL
  SELECT o.unit_id, item.kind, line.item_code, COALESCE(line.granted, line.quantity) - line.delivered
  FROM orders_orderline line JOIN orders_order o ON o.id = line.order_id
  JOIN entitlements_catalogueitem item ON item.id = line.item_id
  LEFT JOIN inventory_asset old ON old.id = line.replaces_id
  WHERE o.state IN ('SUBMITTED', 'CHECKED', 'ATTESTED', 'IN_DELIVERY')
    AND (old.id IS NULL OR old.state NOT IN ('IN_USE', 'IN_REPAIR'))
) one JOIN units_careunit u ON u.id = one.unit_id
GROUP BY 1, 2, 3
"""
_FIGURES = """
SELECT unit_id, care_staff, listed_patients FROM units_unitfigures
WHERE state = 'VERIFIED' AND valid_from <= %(on)s AND (valid_to IS NULL OR valid_to >= %(on)s)
"""


def statements() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT {place}, found::text FROM ({sql}) AS broken (found)"
                for place, sql in enumerate(STATEMENTS.values())
            )
        )
        for place, found in cursor.fetchall():
            yield f"{list(STATEMENTS)[place]}: not {found}"


def life_explains_state() -> Iterator[str]:
    """The latest act in the log that says what becomes of an asset says what it is, and its life tells of that moment
    too. An import says neither state nor unit."""
    told: dict[str, tuple[str, str | None, object]] = {}
    for act in AuditEvent.objects.filter(kind__startswith="asset").order_by("sequence"):
        for number in _named_in(act):
            told[number] = _told_by(act, told.get(number))
    rows = Asset.objects.filter(part_of__isnull=True).select_related("unit").prefetch_related("events")
    for asset in rows:
        state, unit, at = told.get(asset.asset_number, ("", None, None))
        if asset.state != state:
            yield f"{asset} is {asset.state}, and the log says {state}"
        elif unit is not None and unit != (asset.unit.hsa_id if asset.unit else ""):
            yield f"{asset} is at {asset.unit}, and the log says {unit}"
        elif at not in {event.happened_at for event in asset.events.all()}:
            yield f"{asset}: nothing in its life from when it became {state}"


def _named_in(act: AuditEvent) -> list[str]:
    if act.kind in ("assets.received", "assets.imported"):
        return list(act.after["assets"])
    return [act.subject] if act.kind in ("asset.state_changed", "asset.moved", "asset.stored") else []


def _told_by(
    act: AuditEvent, before: tuple[str, str | None, object] | None
) -> tuple[str, str | None, object]:
    match act.kind:
        case "asset.state_changed":
            return (act.after["state"], before[1] if before else None, act.at)
        case "asset.moved":
            return ("IN_USE", act.after["unit"], act.at)
        case "asset.stored":
            return ("IN_STOCK", "", act.at)
        case "assets.received":
            return ("IN_USE", act.unit, act.at)
        case _:  # imported: what is new may be in use or in store, what is changed keeps its state
            return (before[0] if before else _imported_as(act), None, act.at)


def _imported_as(act: AuditEvent) -> str:
    return "IN_USE" if act.unit else "IN_STOCK"


def logs_hold() -> Iterator[str]:
    yield from broken_links(AuditEvent)
    yield from broken_links(AttestRecord)


def messages_are_heard() -> Iterator[str]:
    """Every kind in the outbox has somebody who acts on it, and nothing that was carried out went wrong."""
    for kind in set(Message.objects.values_list("kind", flat=True)) - known_kinds():
        yield f"nobody acts on {kind}"
    for one in Message.objects.exclude(last_error=""):
        yield f"{one.kind}: {one.last_error}"


CHECKS: tuple[Callable[[], Iterator[str]], ...] = (
    statements,
    life_explains_state,
    logs_hold,
    messages_are_heard,
)


def faults() -> list[str]:
    """All that is wrong now."""
    return [fault for check in CHECKS for fault in check()]


def frozen() -> dict[str, str]:
    """What may never change again, as it is now."""
    with connection.cursor() as cursor:
        cursor.execute(FROZEN)
        return dict(cursor.fetchall())


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """What was frozen before and is otherwise or gone after."""
    return sorted(name for name, digest in before.items() if after.get(name) != digest)


def overage(region: Region, on: date) -> dict[tuple[int, str], int]:
    """By how many each unit, branches with it, is over its cap for base packages and for each shared item, in pieces
    that it has or has on the way."""
    terms = rules_of(appendix_in_force(region.pk, on).pk).terms
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, {"on": on})
        caps = {
            unit: min(staff * terms.packages_per_staff, listed * terms.packages_per_1000_listed // 1000)
            for unit, staff, listed in cursor.fetchall()
        }
        cursor.execute(_TOTALS)
        rows = cursor.fetchall()
    found = {}
    for unit, kind, item, pieces in rows:
        if kind == "BASE_PACKAGE":
            found[unit, item] = pieces - caps.get(unit, 0)
        elif kind == "SHARED":
            found[unit, item] = pieces - terms.shared_per_unit
    return {key: over for key, over in found.items() if over > 0}
