"""The checks of the whole life find what is broken: each fault is planted by SQL, past the actions and the guards."""

from collections import Counter
from datetime import date, datetime

import pytest
from django.db import connection

from inventory.models import Asset
from inventory.rounds.actions.closing import close_round
from inventory.rounds.models import Outcome
from orders.actions.attest import refuse_order
from portal.core.outbox.models import Message
from tests import steps
from tests.life import invariants
from tests.life.acting import Life
from tests.orders.test_replacements import replaced
from tests.returns.returning import equipped, handed, pieces_of
from tests.rounds.rounding import LATER, opened, said, signed
from tests.world import World, line

# What is let go of, what is done, and what of the finding's words are to be read.
PLANTED = {
    "held with a day": (
        ["ALTER TABLE inventory_asset DROP CONSTRAINT asset_state_agrees_with_release"],
        "UPDATE inventory_asset SET released_on = acquired_on WHERE state = 'IN_USE'",
        "held exactly as long",
    ),
    "left before it came": (
        ["ALTER TABLE inventory_asset DROP CONSTRAINT asset_released_after_acquired"],
        "UPDATE inventory_asset SET released_on = acquired_on - 1 WHERE state = 'RETURNED'",
        "no earlier than it came",
    ),
    "in two places": (
        ["ALTER TABLE inventory_asset DROP CONSTRAINT asset_at_unit_or_in_store"],
        "UPDATE inventory_asset SET store_id = (SELECT id FROM units_region LIMIT 1)",
        "at a unit, or in stock",
    ),
    "a part astray": (
        [],
        "UPDATE inventory_asset SET unit_id = (SELECT max(id) FROM units_careunit) WHERE part_of_id IS NOT NULL",
        "where its whole is",
    ),
    "two printers": (
        ["DROP INDEX one_shared_asset_per_unit"],
        "UPDATE inventory_asset SET item_code = 'label-printer', kind = 'SHARED' WHERE part_of_id IS NULL"
        " AND state = 'IN_USE'",
        "one shared piece",
    ),
    "a loan that nobody made": (
        [],
        "UPDATE inventory_asset SET on_loan = true WHERE state = 'IN_USE'",
        "marked as on loan exactly as long",
    ),
    "a life without a beginning": (
        [],
        "DELETE FROM inventory_assetevent WHERE kind = 'DELIVERED'",
        "life begins",
    ),
    "a repair of nothing": (
        [],
        "UPDATE inventory_asset SET state = 'IN_REPAIR' WHERE state = 'IN_USE'",
        "in repair",
    ),
    "a state that nobody gave": (
        [],
        "UPDATE inventory_asset SET state = 'MISSING', released_on = '2026-11-30' WHERE state = 'IN_USE'",
        "is MISSING, and the log says IN_USE",
    ),
    "a unit that nobody chose": (
        [],
        "UPDATE inventory_asset SET unit_id = (SELECT max(id) FROM units_careunit)",
        "and the log says SE5560747551-E001",
    ),
    "a moment without an event": (
        [],
        "UPDATE inventory_assetevent SET happened_at = happened_at + interval '1 hour'",
        "nothing in its life",
    ),
    "a delivery that is not counted": (
        [],
        "UPDATE orders_orderline SET delivered = 0, received = 0",
        "counts the pieces",
    ),
    "a computer in the store with its data": (
        [],
        "UPDATE inventory_asset SET state = 'IN_STOCK', store_id = (SELECT id FROM units_region LIMIT 1),"
        " unit_id = NULL WHERE state = 'RETURNED'",
        "erased before it stands in the store",
    ),
    "a decision to charge that charges nothing": (
        ["ALTER TABLE returns_returnitem DROP CONSTRAINT return_item_state_agrees"],
        "UPDATE returns_returnitem SET decision = 'CHARGED'",
        "is charged, once",
    ),
    "a charge that nobody decided": (
        [],
        "INSERT INTO incidents_charge (asset_id, unit_id, source, amount, purpose, decided_at, decided_by_id,"
        " invoice_reference, waived_reason) SELECT item.asset_id, c.unit_id, c.number, 100, 'En dator', now(),"
        " (SELECT min(id) FROM people_user), '', '' FROM returns_returnitem item"
        " JOIN returns_returncase c ON c.id = item.case_id",
        "is not to be paid",
    ),
    "attested by the checker": (
        ["ALTER TABLE orders_order DROP CONSTRAINT checker_is_not_attester"],
        "UPDATE orders_order SET attested_by_id = checked_by_id",
        "nobody attests",
    ),
    "delivered unattested": (
        ["ALTER TABLE orders_attestrecord DISABLE TRIGGER USER"],
        "UPDATE orders_attestrecord SET decision = 'REFUSED' WHERE decision = 'ATTESTED'",
        "what is delivered was attested",
    ),
    "a handover of one": (
        ["ALTER TABLE returns_handover DROP CONSTRAINT handover_of_two_people"],
        "UPDATE returns_handover SET received_by_id = given_by_id",
        "signed by two people",
    ),
    "handed over unsigned": (
        ["ALTER TABLE returns_handover DROP CONSTRAINT handover_given_together"],
        "UPDATE returns_handover SET given_at = NULL",
        "that both have signed",
    ),
    "a count that does not agree": (
        ["ALTER TABLE rounds_roundunit DROP CONSTRAINT round_unit_signed_whole"],
        "UPDATE rounds_roundunit SET expected = expected + 1",
        "counts its answers",
    ),
    "a closed round that still asks": (
        ["ALTER TABLE rounds_roundunit DROP CONSTRAINT round_unit_state_agrees"],
        "UPDATE rounds_roundunit SET state = 'ANSWERING'",
        "still answers",
    ),
    "a log that was written over": (
        ["ALTER TABLE audit_auditevent DISABLE TRIGGER USER"],
        "UPDATE audit_auditevent SET actor_name = 'En annan' WHERE sequence = 2",
        "har ändrats",
    ),
    "a message that nobody hears": ([], "UPDATE outbox_message SET kind = 'nobody.hears'", "nobody acts on"),
    "a message that failed": ([], "UPDATE outbox_message SET last_error = 'KeyError'", "KeyError"),
}


@pytest.fixture
def lived(world: World) -> World:
    """A unit that has ordered and received, answered a round that is closed, and returned something."""
    steps.closed(world, line())
    laptop, other = equipped(world, 2)
    inventory_round = opened(world, world.unit)
    signed(world, inventory_round, world.unit, said(laptop, Outcome.PRESENT))
    close_round(round=inventory_round, note="", by=world.coordinator, at=LATER.replace(hour=20))
    handed(world, pieces_of(world, [other]), other)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return world


def do(*statements: str) -> None:
    with connection.cursor() as cursor:
        for one in statements:
            cursor.execute(one)


def test_a_life_without_faults_has_none(lived: World) -> None:
    assert invariants.faults() == []


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(lived: World, name: str) -> None:
    guards, fault, words = PLANTED[name]
    do(*guards, fault)
    assert any(words in one for one in invariants.faults()), invariants.faults()


def test_a_replacement_that_waits_for_nothing_is_found(lived: World) -> None:
    order = replaced(lived)
    refuse_order(order=order, reason="Enheten flyttar.", by=lived.manager, at=LATER)
    assert invariants.faults() == []
    Message.objects.filter(kind="order.refused").update(sent_at=LATER)
    assert any("is decided anew" in one for one in invariants.faults())


@pytest.mark.parametrize(
    ("table", "change", "name"),
    [
        ("rounds_roundasset", "note = 'Något annat'", "round INV-"),
        ("rounds_roundsigning", "rows = '[]'", "signed answer"),
        ("rounds_roundanswer", "note = 'Något annat'", "answer"),
        ("returns_handover", "given_at = given_at + interval '1 hour'", "handover"),
        ("returns_returnitem", "condition = 'WORN'", "handover"),
        ("orders_orderline", "motivation = 'Något annat'", "order B-"),
    ],
)
def test_what_is_over_does_not_change_unseen(lived: World, table: str, change: str, name: str) -> None:
    before = invariants.frozen()
    assert any(one.startswith(name) for one in before)
    do(f"ALTER TABLE {table} DISABLE TRIGGER USER", f"UPDATE {table} SET {change}")
    assert any(one.startswith(name) for one in invariants.changed(before, invariants.frozen()))


def test_what_is_over_cannot_go(lived: World) -> None:
    before = invariants.frozen()
    do("DELETE FROM orders_order WHERE false")
    assert invariants.changed(before, invariants.frozen()) == []
    assert invariants.changed({**before, "order B-0": "x"}, invariants.frozen()) == ["order B-0"]


def test_pieces_beyond_the_cap_are_counted(lived: World) -> None:
    assert invariants.overage(lived.region, date(2026, 11, 20)) == {}
    do("UPDATE units_unitfigures SET care_staff = 1")
    # Two that the unit has, and none that it has returned.
    assert invariants.overage(lived.region, date(2026, 11, 20)) == {(lived.unit.pk, "base-package"): 1}
    steps.submitted(lived, line("label-printer"))
    do("UPDATE orders_orderline SET quantity = 3 WHERE item_code = 'label-printer'")
    assert invariants.overage(lived.region, date(2026, 11, 20))[lived.unit.pk, "label-printer"] == 2


def test_an_act_that_passes_the_caps_is_caught(lived: World) -> None:
    class Alone(Life):
        world = lived
        done: Counter[str] = Counter()

    def give_without_asking(*, at: datetime) -> None:
        assert at
        Asset.objects.filter(state="RETURNED", part_of__isnull=True).update(state="IN_USE", released_on=None)

    do("UPDATE units_unitfigures SET care_staff = 2")
    life = Alone()
    try:
        life.act("import", give_without_asking)
        do(
            "UPDATE inventory_asset SET state = 'RETURNED', released_on = '2026-11-30' WHERE kind = 'BASE_PACKAGE'"
        )
        do("UPDATE units_unitfigures SET care_staff = 1")
        with pytest.raises(AssertionError, match="over their caps"):
            life.act("submit", give_without_asking)
    finally:
        life.teardown()
