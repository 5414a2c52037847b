"""What an incident led to, for its page: the order of the piece that takes the other's place."""

from django.urls import reverse

from inventory.incidents.models import Incident
from inventory.incidents.presentation import Consequence
from orders.models import Order


def orders_after(incident: Incident) -> list[Consequence]:
    number = Order.objects.filter(source=incident.number).values_list("number", flat=True).first()
    return [Consequence(f"Beställning {number}", reverse("orders:detail", args=[number]))] if number else []
