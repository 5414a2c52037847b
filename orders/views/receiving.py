"""The unit acknowledges a delivery, or tells what was not as it should (mottagningsattest)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from orders.access import may_receive
from orders.actions.confirm import confirm_delivery
from orders.forms.receiving import ReceiptForm
from orders.models import Delivery, Order
from orders.queries.detail import pieces_of
from portal.core.access import require
from portal.core.errors import Conflict, Errors
from portal.core.units.models import Role
from portal.core.web.pages import for_roles, one_or_404


@for_roles(Role.HEAD_OF_UNIT, Role.IT_CONTACT)
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """Every piece is taken as received until something else is said. Acknowledged already: the order's page."""
    deliveries = Delivery.objects.filter(order__in=Order.objects.visible_to(request.roles))
    delivery = one_or_404(deliveries.select_related("order__unit__region", "delivered_by"), number=number)
    require(may_receive(request.roles, delivery))
    if delivery.confirmed_at is not None:
        messages.info(request, f"Leverans {delivery.number} är kvitterad.")
        return redirect("orders:detail", number=delivery.order.number)
    form = ReceiptForm(pieces_of(delivery), request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _show(request, delivery, form)
    if not form.is_readable:
        return _show(request, delivery, form, form.errors())
    return _confirm(request, delivery, form)


def _confirm(request: HttpRequest, delivery: Delivery, form: ReceiptForm) -> HttpResponse:
    deviations = form.deviations()
    try:
        confirm_delivery(delivery=delivery, deviations=deviations, by=request.user, at=request.at)
    except Errors as refusal:
        loose = form.place_refusal(refusal)
        return _show(request, delivery, form, [*form.errors(), *loose])
    except Conflict:
        messages.info(request, f"Leverans {delivery.number} är redan kvitterad.")
    else:
        messages.success(request, _thanks(delivery, len(deviations)))
    return redirect("orders:detail", number=delivery.order.number)


def _thanks(delivery: Delivery, deviations: int) -> str:
    if deviations:
        return f"Leverans {delivery.number} är kvitterad med avvikelse. IT-leverans levererar det som saknas på nytt."
    return f"Leverans {delivery.number} är kvitterad."


def _show(
    request: HttpRequest,
    delivery: Delivery,
    form: ReceiptForm,
    errors: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    context = {"delivery": delivery, "order": delivery.order, "form": form, "errors": errors or []}
    return render(request, "orders/confirm.html", context, status=422 if errors else 200)
