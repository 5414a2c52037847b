"""IT delivery: the pick list, registering what is handed over, and the delivery with its asset numbers."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from orders.access import may_deliver
from orders.actions.deliver import register_delivery
from orders.forms.delivering import DeliveryForm
from orders.forms.filters import PickFilter
from orders.marks import order_log
from orders.models import Order
from orders.presentation import state_tag
from orders.queries.delivering import (
    deliveries_for,
    deliveries_of,
    handover_of,
    pick_counts,
    where_serials_are,
    with_lines_left,
)
from orders.queries.panel import events_of
from orders.queries.queues import narrowed, orders_for, pick_list, regions_of
from orders.views.queues import kept, today
from orders.workflow import allows
from portal.core.errors import Conflict, Invalid
from portal.core.units.models import Role
from portal.core.web.pages import for_roles, one_or_404
from portal.core.web.paging import page_of
from portal.core.web.shown import Tag

BY_DAY = ("due", "attested_at", "id")


@dataclass(frozen=True, slots=True)
class PickRow:
    """One order to deliver. ``late``: the day it was wanted by has passed."""

    order: Order
    mark: Tag
    late: bool


@for_roles(Role.IT_DELIVERY)
@require_GET
def show_pick_list(request: HttpRequest) -> HttpResponse:
    """What is to be delivered, by the day it is wanted and then by age. Prints as a list to pick from."""
    queue, on = pick_list(request.roles), today(request)
    form = PickFilter(request, regions_of(request.roles, Role.IT_DELIVERY))
    page = page_of(request, with_lines_left(narrowed(queue, form.wishes(), on)), BY_DAY)
    context = {
        "filter": form,
        "counts": pick_counts(queue, on, request.at),
        "rows": [_row(order, on) for order in page.rows],
        "page": page,
        "kept": kept(request, ""),
        "today": on,
    }
    return render(request, "orders/pick_list.html", context)


def _row(order: Order, on: date) -> PickRow:
    again = Tag("Levereras om", "danger", "rotate-ccw")
    mark = again if order.deviates else state_tag(order)
    return PickRow(order, mark, order.needed_by is not None and order.needed_by < on)


@for_roles(Role.IT_DELIVERY)
@require_http_methods(["GET", "HEAD", "POST"])
def show_order(request: HttpRequest, number: str) -> HttpResponse:
    """What is left to deliver of one order. POST: register what is handed over now."""
    order = _order(request, number)
    lines = list(order.lines.select_related("item").order_by("position"))
    if request.method != "POST":
        return _page(request, order, DeliveryForm(lines))
    form = DeliveryForm(lines, request.POST)
    if not form.is_valid():
        return _page(request, order, form, status=422)
    try:
        delivery = register_delivery(
            order=order,
            lines=form.deliveries(),
            note=form.cleaned_data["note"],
            by=request.user,
            at=request.at,
        )
    except (Invalid, Conflict) as refusal:
        form.show(refusal, told=where_serials_are(request.roles, form.serials()))
        return _page(request, _order(request, number), form, status=refusal.status)
    messages.success(request, f"Leverans {delivery.number} är registrerad.")
    return redirect("orders:delivery", number, delivery.number)


@for_roles(Role.IT_DELIVERY)
@require_GET
def show_delivery(request: HttpRequest, number: str, delivery: str) -> HttpResponse:
    """One delivery: the asset numbers to put on the pieces, and the delivery note when it is made."""
    found = one_or_404(deliveries_for(request.roles), number=delivery, order__number=number)
    handover = handover_of(found)
    context = {
        "handover": handover,
        "delivery": found,
        "order": found.order,
        "note_url": _note_url(number, handover.note_id),
        "more": allows(found.order, "deliver_part"),
    }
    return render(request, "orders/delivery.html", context)


def _note_url(number: str, note_id: int | None) -> str:
    return reverse("orders:document", args=[number, note_id]) if note_id is not None else ""


def _page(request: HttpRequest, order: Order, form: DeliveryForm, status: int = 200) -> HttpResponse:
    context = {
        "order": order,
        "form": form,
        "open": allows(order, "deliver_part"),
        "may": may_deliver(request.roles, order),
        "deliveries": deliveries_of(order),
        "events": order_log(events_of(order)),
        "list_url": kept(request, reverse("orders:pick_list")),
    }
    return render(request, "orders/deliver.html", context, status=status)


def _order(request: HttpRequest, number: str) -> Order:
    visible = orders_for(request.roles, Role.IT_DELIVERY).select_related(
        "unit__region", "attested_by", "attested_for"
    )
    return one_or_404(visible, number=number)
