"""Following orders: the list, one order's page, its documents, and taking it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from orders.access import may_order, may_receive, may_withdraw
from orders.actions.submit import withdraw_order
from orders.forms.rules import RuleRow, rule_rows
from orders.forms.tracking import OrderFilter
from orders.marks import decision_mark, order_log, outcome_mark
from orders.models import Delivery, Document, Order, OrderLine
from orders.presentation import steps_of
from orders.queries.detail import OrderDetail, detail_of, orders_for_page
from orders.queries.lists import ORDER, orders_for
from orders.workflow import allows
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Conflict
from portal.core.units.models import CareUnit, Role
from portal.core.units.roles import SEES_SOME_UNIT
from portal.core.web.files import opened
from portal.core.web.pages import for_roles, one_or_404, own_units
from portal.core.web.paging import page_of
from portal.core.web.shown import Tag

READERS = SEES_SOME_UNIT


@for_roles(*READERS)
@require_GET
def order_list(request: HttpRequest) -> HttpResponse:
    """Every order that the person sees, newest first."""
    units = own_units(request)
    region_staff = bool(request.roles.all_region_ids)
    form = OrderFilter(request.GET, units=[] if region_staff else units, on=local_date(request.at))
    page = page_of(request, orders_for(request.roles, form.chosen), ORDER)
    context = {
        "form": form,
        "page": page,
        "shows_unit": region_staff or len(units) > 1,
        "unit": _unit_of(request, form),
        "may_order": request.roles.has(Role.HEAD_OF_UNIT),
        "filtered": any(form.chosen.values()),
    }
    return render(request, "orders/order_list.html", context)


@for_roles(*READERS)
@require_GET
def order_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One order: where it stands, what was decided, what has come, and what to do next."""
    order = one_or_404(orders_for_page(request.roles), number=number)
    detail = detail_of(order)
    orders_here = bool(may_order(request.roles, order.unit))
    context = {
        "order": order,
        "detail": detail,
        "steps": steps_of(order),
        "lines": [(line, _mark(line)) for line in detail.lines],
        "rules": _rules(order, detail),
        "facts": order.facts,
        "events": order_log(detail.events),
        "may_edit": orders_here and allows(order, "submit"),
        "may_withdraw": orders_here and allows(order, "withdraw"),
        "may_receive": any(
            may_receive(request.roles, _with(one.delivery, order)) for one in detail.deliveries
        ),
    }
    return render(request, "orders/order_detail.html", context)


@for_roles(*READERS)
@require_GET
def document(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A stored document, byte for byte as it was made."""
    visible = Order.objects.visible_to(request.roles).filter(number=number)
    found = one_or_404(Document.objects.filter(order__in=visible).select_related("delivery"), pk=pk)
    name = f"{found.delivery.number if found.delivery else number}-{found.kind.lower().replace('_', '-')}.pdf"
    return opened(found, name)


@for_roles(Role.HEAD_OF_UNIT)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take an order back, after a question."""
    order = one_or_404(orders_for_page(request.roles), number=number)
    require(may_withdraw(request.roles, order))
    if request.method == "GET":
        if not allows(order, "withdraw"):
            return redirect("orders:detail", number=number)
        return render(request, "orders/withdraw.html", {"order": order})
    try:
        withdraw_order(order=order, by=request.user, at=request.at)
    except Conflict as refusal:
        if order.state != Order.State.WITHDRAWN:
            messages.warning(request, refusal.message)
    else:
        messages.success(request, f"Beställning {order.number} är återtagen. Regionen har fått besked.")
    return redirect("orders:detail", number=number)


def _mark(line: OrderLine) -> Tag | None:
    """The decision when there is one, else what the rules said; nothing for a draft."""
    return decision_mark(line) or (outcome_mark(line.outcome) if line.verdicts else None)


def _rules(order: Order, detail: OrderDetail) -> list[RuleRow]:
    frozen = [*(one for line in detail.lines for one in line.verdicts), *order.verdicts]
    return rule_rows(frozen, order.appendix.citation)


def _with(delivery: Delivery, order: Order) -> Delivery:
    delivery.order = order
    return delivery


def _unit_of(request: HttpRequest, form: OrderFilter) -> CareUnit | None:
    """The unit that region staff have narrowed the list to, to say so on the page."""
    chosen = form.chosen.get("enhet")
    if not chosen:
        return None
    return CareUnit.objects.visible_to(request.roles).filter(hsa_id=chosen).first()
