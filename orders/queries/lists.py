"""Lists of orders: filtered by what the address says, in a constant number of queries."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from orders.models import NumberSeries, Order
from portal.core.search import containing
from portal.core.units.models import CareUnit
from portal.core.units.roles import RoleSet

LONGEST_SEARCH = 100
# Newest first. Numbers rise with the rows, so the list pages by the row's own key.
ORDER = ("-id",)
# What people choose among: some states together, in the words of the page.
GROUPS = {
    "pagar": ("Pågående", (*Order.IN_PROGRESS, "RETURNED_FOR_COMPLETION", "DELIVERED")),
    "klara": ("Avslutade", Order.OVER),
}


def orders_for(roles: RoleSet, chosen: Mapping[str, Any]) -> QuerySet[Order]:
    """The orders that the person sees and the filters leave. ``chosen``: ``lage`` a state or a group, ``enhet`` an
    HSA-id, ``ar`` a year, ``q`` words of the number, the contents or the unit's name."""
    orders = Order.objects.visible_to(roles).select_related("unit")
    state, unit, year, words = (chosen.get(name) or "" for name in ("lage", "enhet", "ar", "q"))
    if state in GROUPS:
        orders = orders.filter(state__in=GROUPS[state][1])
    elif state:
        orders = orders.filter(state=state)
    if unit:
        orders = orders.filter(unit__in=CareUnit.objects.filter(hsa_id=unit).values("pk"))
    if year:
        orders = orders.filter(number__startswith=f"B-{year}-")
    for word in words[:LONGEST_SEARCH].split():
        orders = orders.filter(_holds(word))
    return orders.defer("facts", "verdicts", "message")


def years_with_orders(on: date) -> list[int]:
    """The years of which there are order numbers, latest first, and this year. One small query."""
    years = set(NumberSeries.objects.filter(prefix="B").values_list("year", flat=True))
    return sorted(years | {on.year}, reverse=True)


def _holds(word: str) -> Q:
    units = CareUnit.objects.filter(name__containing=word).values("pk")
    return containing(word, "number", "summary") | Q(unit__in=units)
