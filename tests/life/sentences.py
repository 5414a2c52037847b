"""What must hold of the tables whatever has been done, each sentence with the SQL that finds what breaks it."""

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
    "a computer that has been in use is erased before it stands in the store": """
        SELECT asset_number FROM inventory_asset asset
        WHERE state = 'IN_STOCK' AND kind = 'BASE_PACKAGE' AND part_of_id IS NULL AND erased_on IS NULL AND EXISTS (
          SELECT 1 FROM inventory_assetevent WHERE asset_id = asset.id AND kind NOT IN ('IMPORTED', 'CHANGED'))""",
    "an incident whose replacement came to nothing is decided anew": """
        SELECT i.number FROM incidents_incident i
        WHERE i.state = 'DECIDED' AND i.outcome = 'REPLACE' AND EXISTS (
          SELECT 1 FROM orders_order o JOIN outbox_message m ON m.payload->>'order' = o.id::text
          WHERE o.source = i.number AND o.submitted_at >= i.decided_at AND m.sent_at IS NOT NULL
            AND m.kind IN ('order.refused', 'order.withdrawn'))""",
    "what a return charges for is charged, once": """
        SELECT c.number FROM returns_returnitem item JOIN returns_returncase c ON c.id = item.case_id
        WHERE item.decision = 'CHARGED' AND NOT EXISTS (
          SELECT 1 FROM incidents_charge charge WHERE charge.source = c.number AND charge.asset_id = item.asset_id)""",
    "what a return does not charge for is not to be paid": """
        SELECT c.number FROM incidents_charge charge JOIN returns_returncase c ON c.number = charge.source
        WHERE charge.waived_at IS NULL AND (c.state = 'CANCELLED' OR NOT EXISTS (
          SELECT 1 FROM returns_returnitem item
          WHERE item.case_id = c.id AND item.asset_id = charge.asset_id AND item.decision = 'CHARGED'))""",
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
