"""The start page: all that a person has to do, whatever his roles."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from orders.access import may_order
from orders.presentation import state_tag, steps_of
from portal.core import clock
from portal.core.access import Denied
from portal.core.units.access import is_head
from portal.core.units.models import CareUnit, Role
from portal.core.web.pages import current_unit, own_units, signed_in
from portal.core.web.start import start_parts
from portal.home.entitlement import RightsView
from portal.home.links import link
from portal.home.panels import Panel, region_panels
from portal.home.queries.standing import Standing, people_of, rights_of, standing_of
from portal.home.queries.unit_work import UnitOrders, deliveries_to_confirm, orders_of
from portal.home.tasks import (
    Task,
    WaitingDelivery,
    delivery_task,
    draft_task,
    figures_task,
    over_task,
    returned_task,
)


@require_GET
@signed_in
def start(request: HttpRequest) -> HttpResponse:
    unit = current_unit(request) if own_units(request) else None
    parts = start_parts(request, unit)
    panels = region_panels(request)
    if parts.region_tasks:
        panels.insert(0, Panel("Att följa upp", parts.region_tasks))
    context: dict[str, Any] = {
        "panels": [one for one in panels if not one.beside],
        "beside": [one for one in panels if one.beside],
        "more_panels": parts.panels,
    }
    if unit is not None:
        context |= unit_context(request, unit)
        context["tasks"] = sorted([*context["tasks"], *parts.tasks], key=_when)
    return render(request, "home/start.html", context)


def _when(task: Task) -> tuple[bool, date]:
    """What is urgent first, then what waits now, then by the day when it is to be done."""
    return not task.urgent, task.due or date.min


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order under way, with its tag and steps."""

    order: Any
    tag: Any
    steps: Any
    url: str


def unit_context(request: HttpRequest, unit: CareUnit) -> dict[str, Any]:
    """What the head of unit, the IT contact and the superuser see of their unit."""
    today = clock.local_date(request.at)
    standing = standing_of(unit, today)
    orders = orders_of(unit)
    deliveries = deliveries_to_confirm(unit)
    rights = rights_of(unit, today, standing)
    ordering = may_order(request.roles, unit)
    return {
        "unit": unit,
        "standing": standing,
        "rights": rights,
        "tasks": _tasks(request, unit, standing, rights, orders, deliveries),
        "order_rows": order_rows(orders.open_orders),
        "orders_left": orders.count - len(orders.open_orders),
        "delivered_items": frozenset().union(*(one.item_codes for one in deliveries)),
        "contacts": [one for one in people_of(unit, today) if one.role == Role.IT_CONTACT],
        "may_order": bool(ordering),
        "why_not_order": ordering.sentence if isinstance(ordering, Denied) else "",
        "unit_links": unit_links(unit),
    }


def unit_links(unit: CareUnit) -> dict[str, str]:
    return {
        "order": link("orders:new"),
        "orders": link("orders:list"),
        "assets": link("inventory:list"),
        "unit_orders": link("orders:list", enhet=unit.hsa_id),
        "unit_assets": link("inventory:list", enhet=unit.hsa_id),
        "unit": link("home:unit", unit.hsa_id),
        "services": link("inventory:services", unit.hsa_id),
        "figures": link("home:figures", unit.hsa_id),
        "matters": link("orders:matters"),
        "appendix": link("entitlements:appendix"),
    }


def order_rows(orders: list[Any]) -> list[OrderRow]:
    return [OrderRow(one, state_tag(one), steps_of(one), link("orders:detail", one.number)) for one in orders]


def _tasks(
    request: HttpRequest,
    unit: CareUnit,
    standing: Standing,
    rights: RightsView,
    orders: UnitOrders,
    deliveries: list[WaitingDelivery],
) -> list[Task]:
    """Only what the person himself may do."""
    today = clock.local_date(request.at)
    head = is_head(request.roles, unit)
    tasks: list[Task] = []
    if head:
        figures = figures_task(unit, standing, today)
        tasks += [figures] if figures else []
        tasks += [over_task(one) for one in rights.over]
        tasks += [returned_task(order) for order in orders.returned]
    if (
        head
        or request.roles.at_unit(Role.IT_CONTACT, unit.main_unit_id)
        or request.roles.at_unit(Role.IT_CONTACT, unit.pk)
    ):
        tasks += [delivery_task(one, today) for one in deliveries]
    if head:
        own = [one for one in orders.drafts if one.created_by_id == request.user.pk]
        tasks += [draft_task(order, today) for order in own]
    return tasks
