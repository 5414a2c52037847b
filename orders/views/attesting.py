"""The ordering manager's attest, or his substitute's: the queue, one order beside it, and many at once."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from orders.access import acting_for, may_attest
from orders.actions.attest import BatchResult, attest_batch, attest_order, refuse_order
from orders.actions.writing import content_of
from orders.forms.attesting import choices_of, hash_seen
from orders.forms.checking import MessageForm, ReasonForm
from orders.models import Order
from orders.models.outcome import Outcome
from orders.queries.panel import panel_of
from orders.queries.queues import attest_queue, orders_for, regions_of
from orders.views.checking import PEOPLE
from orders.views.queues import QueueRow, kept, lead_of, queue_context, today
from orders.views.sending_back import send_back_from
from portal.core.errors import Conflict, Invalid, Refusal
from portal.core.units.models import Role
from portal.core.web.pages import for_roles, one_or_404, show_in_form


@for_roles(Role.ORDERING_MANAGER)
@require_GET
def show_queue(request: HttpRequest) -> HttpResponse:
    return render(request, "orders/attest_queue.html", _queue(request))


@for_roles(Role.ORDERING_MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def show_order(request: HttpRequest, number: str) -> HttpResponse:
    """One order beside the queue. POST: attest, send back with a message, or refuse with a reason."""
    order = _order(request, number)
    if request.method != "POST":
        return _panel(request, order)
    return _ACTS.get(request.POST.get("beslut", ""), _attest)(request, order)


def _attest(request: HttpRequest, order: Order) -> HttpResponse:
    try:
        attest_order(
            order=order,
            by=request.user,
            at=request.at,
            seen=request.POST.get("seen", ""),
            reason=request.POST.get("reason", ""),
        )
    except (Invalid, Conflict) as refusal:
        return _panel(request, _order(request, order.number), refusal=refusal, status=refusal.status)
    messages.success(
        request, f"{order.number} är attesterad{_on_behalf(request, order)} och går till leverans."
    )
    return redirect(kept(request, reverse("orders:attest_queue")))


def _send_back(request: HttpRequest, order: Order) -> HttpResponse:
    def show(form: MessageForm) -> HttpResponse:
        return _panel(request, _order(request, order.number), message=form, step="tillbaka", status=422)

    return send_back_from(request, order, "orders:attest_queue", show)


def _refuse(request: HttpRequest, order: Order) -> HttpResponse:
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            refuse_order(
                order=order,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=request.at,
                seen=request.POST.get("seen", ""),
            )
        except (Invalid, Conflict) as refusal:
            show_in_form(form, refusal)
        else:
            messages.success(request, f"{order.number} är avslagen. Enheten får besked.")
            return redirect(kept(request, reverse("orders:attest_queue")))
    return _panel(request, _order(request, order.number), reason=form, step="avsla", status=422)


_ACTS = {"attestera": _attest, "tillbaka": _send_back, "avsla": _refuse}


@for_roles(Role.ORDERING_MANAGER)
@require_POST
def attest_many(request: HttpRequest) -> HttpResponse:
    """Attest the chosen orders once the person has confirmed them; ask for that first, where no script did."""
    seen = choices_of(request.POST.getlist("order"))
    orders = list(orders_for(request.roles, Role.ORDERING_MANAGER).filter(number__in=seen).order_by("id"))
    queue_url = kept(request, reverse("orders:attest_queue"))
    if not orders:
        messages.warning(request, "Markera minst en beställning att attestera.")
        return redirect(queue_url)
    if "bekraftad" not in request.POST:
        chosen = [(order, f"{order.number}:{seen[order.number]}") for order in orders]
        return render(request, "orders/attest_many.html", {"chosen": chosen, "queue_url": queue_url})
    by_key = {order.pk: hash_seen(order, seen[order.number]) for order in orders}
    _tell(request, attest_batch(orders=orders, by=request.user, at=request.at, seen=by_key))
    return redirect(queue_url)


def _tell(request: HttpRequest, result: BatchResult) -> None:
    if result.attested:
        numbers = ", ".join(order.number for order in result.attested)
        count = len(result.attested)
        text = "1 beställning är attesterad" if count == 1 else f"{count} beställningar är attesterade"
        messages.success(request, f"{text} och går till leverans: {numbers}.")
    for order, refusal in result.left:
        messages.warning(request, f"{order.number} lämnades. {refusal.message}")


def _on_behalf(request: HttpRequest, order: Order) -> str:
    substitution = acting_for(request.roles, order)
    return f" för {substitution.principal_name}" if substitution else ""


def _panel(
    request: HttpRequest,
    order: Order,
    *,
    message: MessageForm | None = None,
    reason: ReasonForm | None = None,
    refusal: Refusal | None = None,
    step: str = "",
    status: int = 200,
) -> HttpResponse:
    context = _queue(request, chosen=order.number) | {
        "panel": panel_of(order, content_of(order), today(request)),
        "order": order,
        "lead": lead_of(order, today(request)),
        "message_form": message or MessageForm(),
        "reason_form": reason or ReasonForm(),
        "errors": [("", refusal.message)] if refusal else [],
        "step": step or request.GET.get("steg", ""),
        "may": may_attest(request.roles, order),
        "acting_for": acting_for(request.roles, order),
        "open": order.state == Order.State.CHECKED,
    }
    return render(request, "orders/attest.html", context, status=status)


def _queue(request: HttpRequest, chosen: str = "") -> dict[str, Any]:
    regions = regions_of(request.roles, Role.ORDERING_MANAGER)
    context = queue_context(
        request, attest_queue(request.roles), regions, url_name="orders:attest_queue", chosen=chosen
    )
    context["rows"] = [_selectable(request, row) for row in context["rows"]]
    centres = {row.order.cost_centre for row in context["rows"] if row.selectable}
    context["cost_centre"] = centres.pop() if len(centres) == 1 else ""
    context["substitutions"] = request.roles.substitutions
    return context


def _selectable(request: HttpRequest, row: QueueRow) -> QueueRow:
    """Together with others only what is wholly within the rules and this person's to attest."""
    within = row.order.outcome == Outcome.ALLOWED and not row.over
    return replace(row, selectable=within and bool(may_attest(request.roles, row.order)))


def _order(request: HttpRequest, number: str) -> Order:
    visible = orders_for(request.roles, Role.ORDERING_MANAGER).select_related(*PEOPLE)
    return one_or_404(visible, number=number)
