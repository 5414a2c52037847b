"""Writing an order: the head of unit's form, and its live answer (Kalmar IT §3a)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from orders.actions.submit import save_draft
from orders.actions.writing import content_of
from orders.assessing import Assessed, assess_content
from orders.content import OrderContent, faults_in
from orders.forms.order_line import code_of
from orders.forms.order_page import OrderPage, opening
from orders.forms.ordering import OrderForm
from orders.models import Order
from orders.queries.ordering import own_draft, usual_recipient
from orders.views.order_desk import (
    cost_centre_of,
    ordering_unit,
    own_order,
    posted_form,
    refusals_in,
    stored_form,
)
from orders.views.reviewing import already_sent, show_review
from orders.workflow import allows
from portal.core.clock import local_date
from portal.core.errors import Conflict, Errors
from portal.core.units.models import CareUnit, Role
from portal.core.web.pages import for_roles

ARRANGING = ("lagg", "bort", "rakna")
NOTHING = "-"


@for_roles(Role.HEAD_OF_UNIT)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new order, or the draft that one has begun: there is one per person and unit."""
    unit = ordering_unit(request)
    if request.method == "POST":
        return _answer(request, unit, None)
    order = own_draft(unit, request.user)
    if order is not None:
        return _show_stored(request, unit, order)
    start = OrderContent(
        delivery_address=unit.address, recipient=usual_recipient(unit, local_date(request.at))
    )
    return _show_form(
        request, unit, None, stored_form(request, unit, start), wanted=request.GET.get("artikel", "")
    )


@for_roles(Role.HEAD_OF_UNIT)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Go on with a draft or with an order that was sent back for completion."""
    order = own_order(request, number)
    if not allows(order, "submit"):
        return redirect("orders:detail", number=number)
    if request.method == "POST":
        return _answer(request, order.unit, order)
    return _show_stored(request, order.unit, order)


@for_roles(Role.HEAD_OF_UNIT)
@require_POST
def rows(request: HttpRequest, number: str = "") -> HttpResponse:
    """The live answer while one writes: what the rules say now, and the item that was added or taken away."""
    unit = own_order(request, number).unit if number else ordering_unit(request)
    form = posted_form(request, unit)
    code = _arrange(form, request.POST.get("gor", ""))
    page = OrderPage(form, _assess(request, unit, form))
    context = {
        "page": page,
        "removed_from": _removed_from(request),
        "changed": page.item(form.items[code]) if code in form.items else None,
        "live_url": request.path,
    }
    return render(request, "orders/_live.html", context)


def _answer(request: HttpRequest, unit: CareUnit, order: Order | None) -> HttpResponse:
    """What was posted: rearranged, saved, or saved and shown for review."""
    form = posted_form(request, unit, order)
    wish = request.POST.get("gor", "")
    if wish.partition(":")[0] in ARRANGING:
        _arrange(form, wish)
        return _show_form(request, unit, order, form)
    content = form.content(cost_centre_of(request, unit))
    loose = form.place_refusals(faults_in(content))
    if not form.is_readable or loose:
        return _show_form(request, unit, order, form, loose=loose)
    try:
        order = save_draft(
            unit=unit,
            content=content,
            by=request.user,
            at=request.at,
            order=order,
            seen=request.POST.get("seen", ""),
        )
    except Errors as refusal:
        loose = form.place_refusals(refusal.details)
        return _show_form(request, unit, order, form, loose=loose)
    except Conflict as refusal:
        if refusal.code == "changed_meanwhile":
            return _show_newer(request, unit, order, form)
        return already_sent(request, order.number if order else "", refusal)
    return _after_saving(request, order, form, content, wish)


def _after_saving(
    request: HttpRequest, order: Order, form: OrderForm, content: OrderContent, wish: str
) -> HttpResponse:
    if wish == "utkast":
        messages.info(request, f"Utkastet {order.number} är sparat. Inget är skickat än.")
        return redirect("orders:edit", number=order.number)
    if wish == "samverkan":
        return redirect(f"{reverse('orders:matter_new')}?bestallning={order.number}")
    assessed = assess_content(order.unit, content, local_date(request.at), without=order)
    refusals = refusals_in(assessed, content)
    if refusals:
        loose = form.place_refusals(refusals)
        return _show_form(
            request, order.unit, order, form, loose=loose, assessed=assessed, seen=order.content_hash
        )
    # Shown at once instead of after a redirect: one request less, and reloading only saves the draft again.
    return show_review(request, order, content, assessed=assessed)


def _show_newer(request: HttpRequest, unit: CareUnit, order: Order | None, form: OrderForm) -> HttpResponse:
    """Another page has saved something else: tell what, keep what is typed, and let the next saving replace it."""
    newer = Order.objects.get(pk=order.pk) if order else own_draft(unit, request.user)
    return _show_form(request, unit, newer, form, newer=newer, seen=newer.content_hash if newer else NOTHING)


def _show_stored(request: HttpRequest, unit: CareUnit, order: Order) -> HttpResponse:
    form = stored_form(request, unit, content_of(order))
    gone = form.gone
    for code in gone:
        messages.warning(
            request, f"”{code}” finns inte längre i katalogen och är borttaget ur beställningen."
        )
    form.lines = [line for line in form.lines if line.item]
    return _show_form(request, unit, order, form, wanted=request.GET.get("artikel", ""))


def _show_form(
    request: HttpRequest,
    unit: CareUnit,
    order: Order | None,
    form: OrderForm,
    *,
    loose: list[tuple[str, str]] | None = None,
    wanted: str = "",
    assessed: Assessed | None = None,
    newer: Order | None = None,
    seen: str = "",
) -> HttpResponse:
    asked = request.method == "POST"
    # Whoever only adds a line or counts again is not told of faults yet.
    errors = [] if asked and _is_arranging(request) else [*form.errors(), *(loose or ())]
    assessed = assessed or _assess(request, unit, form)
    if opening(form, assessed, wanted):
        assessed = _assess(request, unit, form)
    number = {"number": order.number} if order else {}
    context: dict[str, Any] = {
        "page": OrderPage(form, assessed),
        "order": order,
        "unit": unit,
        "errors": errors,
        "newer": newer,
        "seen": seen or _seen(request, order),
        "removed_from": _removed_from(request),
        "terms": assessed.appendix.terms,
        "live_url": reverse("orders:rows" if order else "orders:new_rows", kwargs=number),
        "action": reverse("orders:edit" if order else "orders:new", kwargs=number),
    }
    status = 422 if errors else 409 if newer else 200
    return render(request, "orders/order_form.html", context, status=status)


def _seen(request: HttpRequest, order: Order | None) -> str:
    """What was stored when the page was first opened, "-" for nothing: saving over anything else is asked about."""
    if request.method == "POST":
        return request.POST.get("seen", "")
    return order.content_hash if order else NOTHING


def _arrange(form: OrderForm, wish: str) -> str:
    """Do what a button asked for: "lagg:extra-screen" adds a line, "bort:extra-screen-0" takes one away.

    Returns the code of the item that changed."""
    what, _, name = wish.partition(":")
    if what == "lagg":
        line = form.add_line(name)
        if line is not None:
            line.take_focus()
        return name
    if what == "bort":
        form.remove_line(name)
        return code_of(name)
    return ""


def _removed_from(request: HttpRequest) -> str:
    """The item that a line was taken away from: its button to add one gets the focus."""
    what, _, name = request.POST.get("gor", "").partition(":")
    return code_of(name) if what == "bort" else ""


def _is_arranging(request: HttpRequest) -> bool:
    return request.POST.get("gor", "").partition(":")[0] in ARRANGING


def _assess(request: HttpRequest, unit: CareUnit, form: OrderForm) -> Assessed:
    content = form.content(cost_centre_of(request, unit))
    return assess_content(unit, content, local_date(request.at))
