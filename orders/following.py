"""What an incident led to, for its page: the order of the piece that takes the other's place."""

from django.urls import reverse

from inventory.incidents.models import Incident
from inventory.incidents.presentation import Consequence
from orders.models import Order


def orders_after(incident: Incident) -> list[Consequence]:
    """Every order of the piece, the latest first: one of which nothing came, and the one after that."""
    orders = Order.objects.filter(source=incident.number).only("number", "state").order_by("-pk")
    return [Consequence(_told(order), reverse("orders:detail", args=[order.number])) for order in orders]


def _told(order: Order) -> str:
    return f"Beställning {order.number} ({order.get_state_display().lower()})"
