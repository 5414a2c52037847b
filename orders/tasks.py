"""What beat asks for."""

from celery import shared_task

from orders.reminders import remind
from portal.core import clock


@shared_task
def remind_waiting_orders() -> None:
    """Remind of unacknowledged deliveries and of orders that wait for check or attest. Every morning."""
    remind(clock.now())
