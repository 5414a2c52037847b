"""What the list does not hold is taken up in samverkan (Kalmar IT §3a, last point)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from orders.access import may_answer_matter, may_raise_matter
from orders.actions.samverkan import answer_matter, raise_matter
from orders.actions.writing import content_of
from orders.assessing import assess_content
from orders.forms.matters import AnswerForm, NeedForm, need_from
from orders.models import Order, SamverkanMatter
from orders.views.tracking import READERS
from orders.workflow import allows
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid
from portal.core.units.models import CareUnit, Role
from portal.core.web.pages import current_unit, for_roles, one_or_404, show_in_form
from portal.core.web.paging import page_of

_STATES = {"oppna": SamverkanMatter.State.OPEN, "besvarade": SamverkanMatter.State.ANSWERED}


@for_roles(*READERS)
@require_GET
def matter_list(request: HttpRequest) -> HttpResponse:
    """The matters that the person sees, latest first."""
    chosen = request.GET.get("lage", "")
    matters = SamverkanMatter.objects.visible_to(request.roles).select_related("unit", "order")
    if chosen in _STATES:
        matters = matters.filter(state=_STATES[chosen])
    context = {
        "page": page_of(request, matters, ("-id",)),
        "chosen": chosen if chosen in _STATES else "",
        "may_raise": request.roles.has(Role.HEAD_OF_UNIT),
        "shows_unit": bool(request.roles.all_region_ids),
    }
    return render(request, "orders/matter_list.html", context)


@for_roles(Role.HEAD_OF_UNIT)
@require_http_methods(["GET", "POST"])
def matter_new(request: HttpRequest) -> HttpResponse:
    """Take up a need; an order in the address fills in what of it lies beyond the list."""
    order = _order(request)
    unit = order.unit if order else current_unit(request)
    require(may_raise_matter(request.roles, unit))
    if request.method == "GET":
        form = NeedForm(initial={"need": _need(request, unit, order)})
        return render(request, "orders/matter_new.html", {"form": form, "order": order, "unit": unit})
    form = NeedForm(request.POST)
    if form.is_valid():
        try:
            matter = raise_matter(
                unit=unit, need=form.cleaned_data["need"], by=request.user, at=request.at, order=order
            )
        except Invalid as refusal:
            show_in_form(form, refusal)
        else:
            if matter.raised_at == request.at:
                messages.success(
                    request, "Ärendet är anmält. Samordnaren och IT-koordinatorn har fått besked."
                )
            else:
                messages.info(request, "Det här behovet är redan anmält. Ärendet visas här.")
            return redirect("orders:matter", pk=matter.pk)
    return render(request, "orders/matter_new.html", {"form": form, "order": order, "unit": unit}, status=422)


@for_roles(*READERS)
@require_http_methods(["GET", "POST"])
def matter_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A matter and its answer, or the form to answer it."""
    matters = SamverkanMatter.objects.visible_to(request.roles)
    matter = one_or_404(matters.select_related("unit", "order", "raised_by", "answered_by"), pk=pk)
    may_answer = may_answer_matter(request.roles, matter.unit)
    if request.method == "GET":
        return _show_matter(request, matter, AnswerForm(), bool(may_answer))
    require(may_answer)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            answer_matter(matter=matter, answer=form.cleaned_data["answer"], by=request.user, at=request.at)
        except Invalid as refusal:
            show_in_form(form, refusal)
        except Conflict as refusal:
            messages.warning(request, refusal.message)
            return redirect("orders:matter", pk=pk)
        else:
            messages.success(request, "Svaret är skickat till enheten.")
            return redirect("orders:matter", pk=pk)
    return _show_matter(request, matter, form, True, status=422)


def _show_matter(
    request: HttpRequest, matter: SamverkanMatter, form: AnswerForm, may_answer: bool, status: int = 200
) -> HttpResponse:
    asks = may_answer and matter.state == SamverkanMatter.State.OPEN
    context = {"matter": matter, "form": form if asks else None}
    return render(request, "orders/matter_detail.html", context, status=status)


def _order(request: HttpRequest) -> Order | None:
    """The order that the matter comes from, when the address names one that the person sees."""
    number = request.GET.get("bestallning", "")
    if not number:
        return None
    orders = Order.objects.visible_to(request.roles).select_related("unit__region", "unit__municipality")
    return one_or_404(orders, number=number)


def _need(request: HttpRequest, unit: CareUnit, order: Order | None) -> str:
    if order is not None and order.state == Order.State.REFUSED:
        return f"I beställning {order.number} fick vi nej till: {order.summary}\n\nVi behöver det för att "
    if order is None or not allows(order, "submit"):
        return ""
    assessed = assess_content(unit, content_of(order), local_date(request.at), without=order)
    return need_from(assessed.assessment.verdicts, order.number)
