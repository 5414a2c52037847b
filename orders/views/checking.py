"""The coordinator's check: the queue, and one order beside it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from orders.access import may_check
from orders.actions.check import check_order
from orders.actions.writing import content_of
from orders.forms.checking import CheckForm, MessageForm
from orders.models import Order
from orders.queries.panel import earlier_orders, panel_of
from orders.queries.queues import check_queue, orders_for, regions_of
from orders.views.queues import kept, lead_of, queue_context, today
from orders.views.sending_back import send_back_from
from portal.core.errors import Conflict, Invalid
from portal.core.units.models import Role
from portal.core.web.pages import for_roles, one_or_404

PEOPLE = ("submitted_by", "checked_by", "attested_by", "attested_for", "refused_by", "unit__region")


@for_roles(Role.COORDINATOR)
@require_GET
def show_queue(request: HttpRequest) -> HttpResponse:
    return render(request, "orders/check_queue.html", _queue(request))


@for_roles(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def show_order(request: HttpRequest, number: str) -> HttpResponse:
    """One order beside the queue. POST: the decisions on its lines, or back to the unit with a message."""
    order = _order(request, number)
    if request.method != "POST":
        return _panel(request, order, CheckForm(order.lines.order_by("position")), MessageForm())
    return _send_back(request, order) if request.POST.get("beslut") == "tillbaka" else _decide(request, order)


def _decide(request: HttpRequest, order: Order) -> HttpResponse:
    form = CheckForm(order.lines.select_related("item").order_by("position"), request.POST)
    if not form.is_valid():
        return _panel(request, order, form, MessageForm(), status=422)
    try:
        checked = check_order(
            order=order,
            decisions=form.decisions(),
            by=request.user,
            at=request.at,
            seen=request.POST.get("seen", ""),
        )
    except (Invalid, Conflict) as refusal:
        form.show(refusal)
        return _panel(request, _order(request, order.number), form, MessageForm(), status=refusal.status)
    if checked.state == Order.State.REFUSED:
        messages.success(request, f"{order.number} är avslagen. Enheten får besked.")
    else:
        messages.success(request, f"{order.number} är granskad och väntar på attest.")
    return redirect(kept(request, reverse("orders:check_queue")))


def _send_back(request: HttpRequest, order: Order) -> HttpResponse:
    def show(form: MessageForm) -> HttpResponse:
        fresh, lines = _order(request, order.number), CheckForm(order.lines.order_by("position"))
        return _panel(request, fresh, lines, form, step="tillbaka", status=422)

    return send_back_from(request, order, "orders:check_queue", show)


def _panel(
    request: HttpRequest,
    order: Order,
    form: CheckForm,
    message: MessageForm,
    *,
    step: str = "",
    status: int = 200,
) -> HttpResponse:
    panel = panel_of(order, content_of(order), today(request))
    context = _queue(request, chosen=order.number) | {
        "panel": panel,
        "order": order,
        "lead": lead_of(order, today(request)),
        "form": form,
        "lines": list(zip(panel.lines, form.forms, strict=True)),
        "message_form": message,
        "step": step or request.GET.get("steg", ""),
        "may": may_check(request.roles, order),
        "open": order.state == Order.State.SUBMITTED,
        "earlier": earlier_orders(order),
    }
    return render(request, "orders/check.html", context, status=status)


def _queue(request: HttpRequest, chosen: str = "") -> dict[str, Any]:
    regions = regions_of(request.roles, Role.COORDINATOR)
    return queue_context(
        request, check_queue(request.roles), regions, url_name="orders:check_queue", chosen=chosen
    )


def _order(request: HttpRequest, number: str) -> Order:
    visible = orders_for(request.roles, Role.COORDINATOR).select_related(*PEOPLE)
    return one_or_404(visible, number=number)
