"""Writing, reviewing and sending an order: the head of unit's pages (Kalmar IT §3a)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from entitlements.queries import appendix_in_force, items_by_code, rules_of
from entitlements.rules.types import Outcome
from orders.access import may_order
from orders.actions.submit import discard_draft, save_draft, submit_order
from orders.actions.writing import content_of
from orders.assessing import Assessed, assess_content, refusal_of
from orders.content import OrderContent, faults_in
from orders.forms.order_page import OrderPage, opening
from orders.forms.ordering import OrderForm
from orders.forms.rules import fresh_rows
from orders.models import Order
from orders.queries.ordering import addresses_of, own_draft, usual_recipient
from orders.workflow import allows
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Conflict, Errors, Invalid, Refusal
from portal.core.units.models import CareUnit, Role
from portal.core.web.pages import current_unit, for_roles, one_or_404, own_units

ARRANGING = ("lagg", "bort", "rakna")


@for_roles(Role.HEAD_OF_UNIT)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new order, or the draft that one has begun: there is one per person and unit."""
    unit = _unit(request)
    if request.method == "POST":
        return _answer(request, unit, None)
    order = own_draft(unit, request.user)
    if order is not None:
        return _show_stored(request, unit, order)
    start = OrderContent(
        delivery_address=unit.address, recipient=usual_recipient(unit, local_date(request.at))
    )
    return _show_form(request, unit, None, _form(request, unit, start), wanted=request.GET.get("artikel", ""))


@for_roles(Role.HEAD_OF_UNIT)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Go on with a draft or with an order that was sent back for completion."""
    order = _own_order(request, number)
    if not allows(order, "submit"):
        return redirect("orders:detail", number=number)
    if request.method == "POST":
        return _answer(request, order.unit, order)
    return _show_stored(request, order.unit, order)


@for_roles(Role.HEAD_OF_UNIT)
@require_POST
def rows(request: HttpRequest, number: str = "") -> HttpResponse:
    """The live answer while one writes: what the rules say now, and the item that was added or taken away."""
    unit = _own_order(request, number).unit if number else _unit(request)
    form = _posted(request, unit)
    code = _arrange(form, request.POST.get("gor", ""))
    page = OrderPage(form, _assess(request, unit, form))
    context = {
        "page": page,
        "opened": code,
        "changed": page.item(form.items[code]) if code in form.items else None,
        "live_url": request.path,
    }
    return render(request, "orders/_live.html", context)


@for_roles(Role.HEAD_OF_UNIT)
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Everything that is about to be sent, once more; the POST sends it. Sent already: its page."""
    order = _own_order(request, number)
    if not allows(order, "submit"):
        return redirect("orders:detail", number=number)
    content = content_of(order)
    if request.method == "GET":
        return _show_review(request, order, content)
    try:
        # Without what was seen nothing can be sent unseen.
        seen = request.POST.get("seen") or "-"
        order = submit_order(
            unit=order.unit, content=content, by=request.user, at=request.at, order=order, seen=seen
        )
    except Conflict as refusal:
        return _already_sent(request, number, refusal)
    except Errors as refusal:
        return _show_review(request, order, content, refusal)
    messages.success(
        request, f"Beställning {order.number} är skickad. Du får besked när regionen har granskat den."
    )
    return redirect("orders:detail", number=order.number)


@for_roles(Role.HEAD_OF_UNIT)
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, number: str) -> HttpResponse:
    """Throw a draft away, after a question."""
    order = _own_order(request, number)
    if request.method == "GET":
        if order.state != Order.State.DRAFT:
            return redirect("orders:detail", number=number)
        return render(request, "orders/discard.html", {"order": order})
    discard_draft(order=order, by=request.user, at=request.at)
    messages.info(request, "Utkastet är borttaget.")
    return redirect("orders:list")


def _answer(request: HttpRequest, unit: CareUnit, order: Order | None) -> HttpResponse:
    """What was posted: rearranged, saved, or saved and shown for review."""
    form = _posted(request, unit, order)
    wish = request.POST.get("gor", "")
    if wish.partition(":")[0] in ARRANGING:
        return _show_form(request, unit, order, form, opened=_arrange(form, wish))
    content = form.content(_cost_centre(request, unit))
    loose = form.place_refusals(faults_in(content))
    if not form.is_readable or loose:
        return _show_form(request, unit, order, form, loose=loose)
    try:
        order = save_draft(unit=unit, content=content, by=request.user, at=request.at, order=order)
    except Errors as refusal:
        loose = form.place_refusals(refusal.details)
        return _show_form(request, unit, order, form, loose=loose)
    except Conflict as refusal:
        return _already_sent(request, order.number if order else "", refusal)
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
    refusals = _refusals(assessed)
    if refusals:
        loose = form.place_refusals(refusals)
        return _show_form(request, order.unit, order, form, loose=loose, assessed=assessed)
    # Shown at once instead of after a redirect: one request less, and reloading only saves the draft again.
    return _show_review(request, order, content, assessed=assessed)


def _already_sent(request: HttpRequest, number: str, refusal: Conflict) -> HttpResponse:
    """A second click, or a page that has grown old: show how the order stands now."""
    order = Order.objects.visible_to(request.roles).filter(number=number).select_related("unit").first()
    if order is None:
        raise refusal
    if allows(order, "submit"):
        return _show_review(request, order, content_of(order), refusal)
    if order.submitted_by_id != request.user.pk:
        messages.warning(request, refusal.message)
    return redirect("orders:detail", number=number)


def _show_stored(request: HttpRequest, unit: CareUnit, order: Order) -> HttpResponse:
    form = _form(request, unit, content_of(order))
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
    opened: str = "",
    wanted: str = "",
    assessed: Assessed | None = None,
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
        "opened": opened,
        "terms": assessed.appendix.terms,
        "live_url": reverse("orders:rows" if order else "orders:new_rows", kwargs=number),
        "action": reverse("orders:edit" if order else "orders:new", kwargs=number),
    }
    return render(request, "orders/order_form.html", context, status=422 if errors else 200)


def _show_review(
    request: HttpRequest,
    order: Order,
    content: OrderContent,
    refusal: Refusal | None = None,
    assessed: Assessed | None = None,
) -> HttpResponse:
    assessed = assessed or assess_content(order.unit, content, local_date(request.at), without=order)
    form = _form(request, order.unit, content)
    context = {
        "page": OrderPage(form, assessed),
        "order": order,
        "content": content,
        "refusals": _refusals(assessed),
        "refusal": refusal,
        "assessed": assessed,
        "rules": fresh_rows(assessed.assessment.verdicts, assessed.appendix.short_title),
        "needs_review": assessed.assessment.outcome == Outcome.NEEDS_REVIEW,
    }
    return render(request, "orders/review.html", context, status=refusal.status if refusal else 200)


def _arrange(form: OrderForm, wish: str) -> str:
    """Do what a button asked for: "lagg:extra-screen" adds a line, "bort:extra-screen-0" takes one away.

    Returns the code of the item that changed."""
    what, _, name = wish.partition(":")
    if what == "lagg":
        form.add_line(name)
        return name
    if what == "bort":
        form.remove_line(name)
        return name.rpartition("-")[0]
    return ""


def _is_arranging(request: HttpRequest) -> bool:
    return request.POST.get("gor", "").partition(":")[0] in ARRANGING


def _assess(request: HttpRequest, unit: CareUnit, form: OrderForm) -> Assessed:
    content = form.content(_cost_centre(request, unit))
    return assess_content(unit, content, local_date(request.at))


def _refusals(assessed: Assessed) -> list[Invalid]:
    return [
        refusal_of(verdict) for verdict in assessed.assessment.verdicts if verdict.outcome == Outcome.REFUSED
    ]


def _posted(request: HttpRequest, unit: CareUnit, order: Order | None = None) -> OrderForm:
    saved = order.delivery_address if order else ""
    addresses = addresses_of(unit, own_units(request), saved)
    return OrderForm.posted(request.POST, items_by_code(_version(request, unit).pk), addresses)


def _form(request: HttpRequest, unit: CareUnit, content: OrderContent) -> OrderForm:
    addresses = addresses_of(unit, own_units(request), content.delivery_address)
    return OrderForm.stored(content, items_by_code(_version(request, unit).pk), addresses)


def _cost_centre(request: HttpRequest, unit: CareUnit) -> str:
    """The cost centre is stated for the orderer: the appendix leaves no choice (Kalmar IT §3a)."""
    return rules_of(_version(request, unit).pk).terms.cost_centre


def _version(request: HttpRequest, unit: CareUnit) -> Any:
    """The appendix of the day, read once per request."""
    if not hasattr(request, "_appendix"):
        request._appendix = appendix_in_force(unit.region_id, local_date(request.at))
    return request._appendix


def _unit(request: HttpRequest) -> CareUnit:
    unit = current_unit(request)
    require(may_order(request.roles, unit))
    return unit


def _own_order(request: HttpRequest, number: str) -> Order:
    orders = Order.objects.visible_to(request.roles).select_related(
        "unit__region", "unit__municipality", "unit__provider"
    )
    order = one_or_404(orders, number=number)
    require(may_order(request.roles, order.unit))
    return order
