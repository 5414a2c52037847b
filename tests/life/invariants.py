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

# Each finds what breaks the sentence, by a name that tells it.
STATEMENTS = {
    "an asset is held exactly as long as no day says that it left": """
        SELECT asset_number FROM inventory_asset
        WHERE (state IN ('IN_USE', 'IN_REPAIR')) IS DISTINCT FROM (released_on IS NULL)""",
    "an asset left no earlier than it came": """
        SELECT asset_number FROM inventory_asset WHERE released_on < acquired_on""",
    "an asset is at a unit, or in stock in a region's store": """
        SELECT asset_number FROM inventory_asset
        WHERE (state = 'IN_STOCK') IS DISTINCT FROM (store_id IS NOT NULL)
           OR (store_id IS NULL) = (unit_id IS NULL)""",
    "a part is where its whole is, and in the same state": """
        SELECT part.asset_number FROM inventory_asset part JOIN inventory_asset whole ON whole.id = part.part_of_id
        WHERE whole.part_of_id IS NOT NULL
           OR (part.unit_id, part.store_id, part.state, part.released_on, part.on_loan)
              IS DISTINCT FROM (whole.unit_id, whole.store_id, whole.state, whole.released_on, whole.on_loan)""",
    "a unit has one shared piece of a kind, loans apart": """
        SELECT unit_id || ' ' || item_code FROM inventory_asset asset
        WHERE kind = 'SHARED' AND part_of_id IS NULL AND state IN ('IN_USE', 'IN_REPAIR') AND NOT EXISTS (
          SELECT 1 FROM incidents_loan loan WHERE loan.asset_id = asset.id AND loan.returned_at IS NULL)
        GROUP BY unit_id, item_code HAVING count(*) > 1""",
    "an asset's life begins when it was delivered or imported": """
        SELECT asset.asset_number FROM inventory_asset asset LEFT JOIN LATERAL (
          SELECT kind FROM inventory_assetevent WHERE asset_id = asset.id ORDER BY id LIMIT 1
        ) first ON true WHERE COALESCE(first.kind, '') NOT IN ('DELIVERED', 'IMPORTED')""",
    "what is in repair has an incident that is in repair": """
        SELECT asset.asset_number FROM inventory_asset asset
        WHERE asset.state = 'IN_REPAIR' AND asset.part_of_id IS NULL AND NOT EXISTS (
          SELECT 1 FROM incidents_incident i WHERE i.asset_id = asset.id AND i.state = 'IN_REPAIR')""",
    "an asset has one report that is going on": """
        SELECT asset_id::text FROM incidents_incident WHERE state IN ('REPORTED', 'IN_REPAIR')
        GROUP BY asset_id HAVING count(*) > 1""",
    "an asset is marked as on loan exactly as long as its loan is open": """
        SELECT asset_number FROM inventory_asset asset WHERE part_of_id IS NULL AND on_loan IS DISTINCT FROM EXISTS (
          SELECT 1 FROM incidents_loan loan WHERE loan.asset_id = asset.id AND loan.returned_at IS NULL)""",
    "a loan is at the unit that borrowed it": """
        SELECT asset.asset_number FROM incidents_loan loan JOIN inventory_asset asset ON asset.id = loan.asset_id
        WHERE loan.returned_at IS NULL AND asset.unit_id IS DISTINCT FROM loan.unit_id""",
    "what is lent is not in the store at the same time": """
        SELECT asset.asset_number FROM incidents_loan loan JOIN inventory_asset asset ON asset.id = loan.asset_id
        WHERE loan.returned_at IS NULL AND asset.state = 'IN_STOCK'""",
    "an incident that the unit pays for is open as long as the charge is": """
        SELECT i.number FROM incidents_incident i LEFT JOIN incidents_charge c ON c.source = i.number
        WHERE i.outcome = 'CHARGE_UNIT' AND (i.state = 'DECIDED') IS DISTINCT FROM
          (c.id IS NOT NULL AND c.invoiced_at IS NULL AND c.waived_at IS NULL)""",
    "no more is delivered than granted, nor received than delivered": """
        SELECT o.number FROM orders_orderline line JOIN orders_order o ON o.id = line.order_id
        WHERE line.received > line.delivered OR line.delivered > COALESCE(line.granted, line.quantity)
           OR line.granted > line.quantity""",
    "a line counts the pieces that were delivered on it": """
        SELECT o.number FROM orders_orderline line JOIN orders_order o ON o.id = line.order_id
        WHERE line.delivered <> (SELECT count(*) FROM orders_deliveredpiece piece
                                 WHERE piece.line_id = line.id AND piece.receipt IN ('', 'RECEIVED'))""",
    "an order is closed when every granted piece is received": """
        SELECT DISTINCT o.number FROM orders_order o JOIN orders_orderline line ON line.order_id = o.id
        WHERE o.state = 'CLOSED' AND line.received <> COALESCE(line.granted, -1)""",
    "nobody attests what he ordered or checked": """
        SELECT o.number FROM orders_order o
        WHERE o.attested_by_id IN (o.submitted_by_id, o.checked_by_id)
           OR o.attested_for_id IN (o.submitted_by_id, o.checked_by_id)
        UNION ALL
        SELECT r.order_number FROM orders_attestrecord r JOIN orders_order o ON o.id = r.order_id
        WHERE r.kind = 'DECISION' AND r.attester_id IN (o.submitted_by_id, o.checked_by_id)""",
    "what is delivered was attested": """
        SELECT o.number FROM orders_order o
        WHERE o.state IN ('ATTESTED', 'IN_DELIVERY', 'DELIVERED', 'CLOSED') AND NOT EXISTS (
          SELECT 1 FROM orders_attestrecord r WHERE r.order_id = o.id AND r.decision = 'ATTESTED')""",
    "a unit has one open return": """
        SELECT unit_id::text FROM returns_returncase WHERE state = 'OPEN' GROUP BY unit_id HAVING count(*) > 1""",
    "a handover is signed by two people": """
        SELECT id::text FROM returns_handover WHERE given_by_id = received_by_id""",
    "what is handed over is in a handover that both have signed": """
        SELECT item.id::text FROM returns_returnitem item LEFT JOIN returns_handover h ON h.id = item.handover_id
        WHERE (item.state = 'HANDED_OVER')
          IS DISTINCT FROM COALESCE(h.given_at IS NOT NULL AND h.received_at IS NOT NULL, false)""",
    "a closed return has nothing left to hand over": """
        SELECT c.number FROM returns_returncase c JOIN returns_returnitem item ON item.case_id = c.id
        WHERE c.state = 'CLOSED' AND item.state = 'LISTED'""",
    "a unit has one round to answer": """
        SELECT unit_id::text FROM rounds_roundunit WHERE state IN ('WAITING', 'ANSWERING')
        GROUP BY unit_id HAVING count(*) > 1""",
    "a unit's round counts its answers as they are": """
        SELECT task.id::text FROM rounds_roundunit task LEFT JOIN LATERAL (
          SELECT count(*) AS expected, count(*) FILTER (WHERE outcome <> '') AS answered,
                 count(*) FILTER (WHERE is_conflict) AS conflicts
          FROM rounds_roundasset WHERE round_unit_id = task.id
        ) row ON true
        WHERE (task.expected, task.answered, task.conflicts) <> (row.expected, row.answered, row.conflicts)""",
    "a signed unit waits for as many decisions as it has deviations": """
        SELECT task.id::text FROM rounds_roundunit task JOIN rounds_inventoryround r ON r.id = task.round_id
        WHERE task.state IN ('SIGNED', 'REVIEWED') AND task.undecided <>
          (SELECT count(*) FROM rounds_roundasset WHERE round_unit_id = task.id AND decided_at IS NULL
             AND outcome NOT IN ('', 'PRESENT'))
          + (SELECT count(*) FROM rounds_roundfind WHERE round_unit_id = task.id AND decided_at IS NULL
             AND withdrawn_at IS NULL)""",
    "a closed round has no unit that still answers": """
        SELECT r.number FROM rounds_inventoryround r JOIN rounds_roundunit task ON task.round_id = r.id
        WHERE r.state <> 'OPEN' AND task.state IN ('WAITING', 'ANSWERING')""",
}

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
SELECT 'charge ' || c.source, md5(c::text) FROM incidents_charge c
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
