"""What the clock asks for."""

from orders.chasing import remind
from portal.core import clock
from portal.core.jobs.registry import scheduled_job


@scheduled_job(
    title="Påminn om beställningar som väntar",
    what="Påminner om beställningar som väntar på granskning eller attest och om leveranser utan kvittens.",
)
def remind_waiting_orders() -> None:
    """Remind of unacknowledged deliveries and of orders that wait for check or attest. Every morning."""
    remind(clock.now())
