"""The last look before an order is sent, the sending itself, and throwing a draft away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from entitlements.rules.types import Outcome
from orders.actions.submit import discard_draft, submit_order
from orders.actions.writing import content_of
from orders.assessing import Assessed, assess_content
from orders.content import OrderContent
from orders.forms.order_page import OrderPage
from orders.forms.rules import fresh_rows
from orders.models import Order
from orders.views.order_desk import own_order, refusals_in, stored_form
from orders.workflow import allows
from portal.core.clock import local_date
from portal.core.errors import Conflict, Errors, Refusal
from portal.core.units.models import Role
from portal.core.web.pages import for_roles


@for_roles(Role.HEAD_OF_UNIT)
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Everything that is about to be sent, once more; the POST sends it. Sent already: its page."""
    order = own_order(request, number)
    if not allows(order, "submit"):
        return redirect("orders:detail", number=number)
    content = content_of(order)
    if request.method == "GET":
        return show_review(request, order, content)
    try:
        # Without what was seen nothing can be sent unseen.
        seen = request.POST.get("seen") or "-"
        order = submit_order(
            unit=order.unit, content=content, by=request.user, at=request.at, order=order, seen=seen
        )
    except Conflict as refusal:
        return already_sent(request, number, refusal)
    except Errors as refusal:
        return show_review(request, order, content, refusal)
    messages.success(
        request, f"Beställning {order.number} är skickad. Du får besked när regionen har granskat den."
    )
    return redirect("orders:detail", number=order.number)


@for_roles(Role.HEAD_OF_UNIT)
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, number: str) -> HttpResponse:
    """Throw a draft away, after a question."""
    order = own_order(request, number)
    if request.method == "GET":
        if order.state != Order.State.DRAFT:
            return redirect("orders:detail", number=number)
        return render(request, "orders/discard.html", {"order": order})
    discard_draft(order=order, by=request.user, at=request.at)
    messages.info(request, "Utkastet är borttaget.")
    return redirect("orders:list")


def show_review(
    request: HttpRequest,
    order: Order,
    content: OrderContent,
    refusal: Refusal | None = None,
    assessed: Assessed | None = None,
) -> HttpResponse:
    """The review page; with a refusal: why nothing was sent."""
    assessed = assessed or assess_content(order.unit, content, local_date(request.at), without=order)
    form = stored_form(request, order.unit, content)
    context = {
        "page": OrderPage(form, assessed),
        "order": order,
        "content": content,
        "refusals": refusals_in(assessed, content),
        "refusal": refusal,
        "assessed": assessed,
        "rules": fresh_rows(assessed.assessment.verdicts, assessed.appendix.short_title),
        "needs_review": assessed.assessment.outcome == Outcome.NEEDS_REVIEW,
    }
    return render(request, "orders/review.html", context, status=refusal.status if refusal else 200)


def already_sent(request: HttpRequest, number: str, refusal: Conflict) -> HttpResponse:
    """A second click, or a page that has grown old: show how the order stands now."""
    order = Order.objects.visible_to(request.roles).filter(number=number).select_related("unit").first()
    if order is None:
        raise refusal
    if allows(order, "submit"):
        return show_review(request, order, content_of(order), refusal)
    if order.submitted_by_id != request.user.pk:
        messages.warning(request, refusal.message)
    return redirect("orders:detail", number=number)
