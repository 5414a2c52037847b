"""Sending an order back for completion, from the check and from the attest alike."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from orders.actions.check import send_back
from orders.forms.checking import MessageForm
from orders.models import Order
from orders.views.queues import kept
from portal.core.errors import Conflict, Invalid
from portal.core.web.pages import show_in_form


def send_back_from(
    request: HttpRequest, order: Order, queue: str, show: Callable[[MessageForm], HttpResponse]
) -> HttpResponse:
    """Send it back with the message that was posted and go on to the queue of that name. What is wrong with the
    message stands in the form, which ``show`` draws."""
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            send_back(order=order, message=form.cleaned_data["message"], by=request.user, at=request.at)
        except (Invalid, Conflict) as refusal:
            show_in_form(form, refusal)
        else:
            messages.success(request, f"{order.number} är skickad tillbaka till enheten för komplettering.")
            return redirect(kept(request, reverse(queue)))
    return show(form)
