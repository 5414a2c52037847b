"""What lies in the database after a scenario, read by SQL: nothing of the portal's own code has a say in it."""

from portal.home.soak.outcomes.state import State
from portal.home.soak.rig import Rig

# The bench's copies were never ordered by anyone, and are told by their year.
REAL = "o.submitted_at IS NOT NULL AND o.number NOT LIKE 'B-2020-%'"
HALF_DONE = {
    "beställningar utan rad i loggen": f"""
        SELECT count(*) FROM orders_order o WHERE {REAL} AND NOT EXISTS (
            SELECT FROM audit_auditevent a WHERE a.kind = 'order.submitted' AND a.subject = o.number)""",
    "beställningar utan meddelande": f"""
        SELECT count(*) FROM orders_order o WHERE {REAL} AND NOT EXISTS (
            SELECT FROM outbox_message m
            WHERE m.kind = 'order.submitted' AND (m.payload ->> 'order')::bigint = o.id)""",
    "beställningar utan artiklar": f"""
        SELECT count(*) FROM orders_order o WHERE {REAL} AND NOT EXISTS (
            SELECT FROM orders_orderline l WHERE l.order_id = o.id)""",
    "loggrader utan beställning": """
        SELECT count(*) FROM audit_auditevent a WHERE a.kind = 'order.submitted' AND NOT EXISTS (
            SELECT FROM orders_order o WHERE o.number = a.subject)""",
    "nycklar utan beställning": """
        SELECT count(*) FROM orders_idempotencykey k WHERE NOT EXISTS (
            SELECT FROM orders_order o WHERE o.number = k.order_number)""",
    "aviseringar utan meddelande": """
        SELECT count(*) FROM notifications_notification n WHERE n.how = 'AT_ONCE' AND NOT EXISTS (
            SELECT FROM outbox_message m WHERE m.dedupe_key = 'notification.mail:' || n.id)""",
    "aviseringar utan utfall": """
        SELECT count(*) FROM notifications_notification n WHERE n.how = 'AT_ONCE' AND n.due_at <= now()
            AND n.sent_at IS NULL AND n.failed_at IS NULL AND n.settled_at IS NULL""",
}
# A message that was cut off leaves no trace: the attempt that is written down is the one that succeeded.
TRACES = """
SELECT count(*) FROM outbox_message
WHERE id > %s AND sent_at IS NOT NULL AND (attempts <> 1 OR last_error <> '')
"""
RECORDED = "SELECT message_id FROM notifications_notification WHERE sent_at IS NOT NULL"


def state_of(rig: Rig) -> State:
    """Settles the outbox first, for two minutes at most."""
    rig.settle()
    return State(
        waiting=rig.waiting(),
        half_done={name: rig.number(sql) for name, sql in HALF_DONE.items()},
        chain_whole=_chain_is_whole(rig),
    )


def _chain_is_whole(rig: Rig) -> bool:
    """Raises RuntimeError when the command could not look: that says nothing of the chain."""
    try:
        rig.python("manage.py", "verify_audit")
    except RuntimeError as error:
        if "Traceback" in str(error):
            raise
        return False
    return True


def recorded_mails(rig: Rig) -> set[str]:
    """The Message-IDs of the mails that the portal says it has sent."""
    return {message_id for (message_id,) in rig.rows(RECORDED)}


def last_message(rig: Rig) -> int:
    return rig.number("SELECT coalesce(max(id), 0) FROM outbox_message")


def traces_since(rig: Rig, message: int) -> int:
    """How many messages after that one bear witness of having been tried before."""
    return rig.number(TRACES, message)


def documents_of(rig: Rig, number: str) -> int:
    sql = (
        "SELECT count(*) FROM orders_document d JOIN orders_order o ON o.id = d.order_id WHERE o.number = %s"
    )
    return rig.number(sql, number)
