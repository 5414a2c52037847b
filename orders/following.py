"""What an incident led to, for its page: the order of the piece that takes the other's place."""

from django.urls import reverse

from inventory.incidents.models import Incident
from inventory.incidents.presentation import Consequence
from orders.models import Order


def orders_after(incident: Incident) -> list[Consequence]:
    order = Order.objects.filter(source=incident.number).only("number", "state").first()
    if order is None:
        return []
    told = f"Beställning {order.number} ({order.get_state_display().lower()})"
    return [Consequence(told, reverse("orders:detail", args=[order.number]))]
