"""Unexpected equipment at the unit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from inventory.rounds.access import may_answer
from inventory.rounds.actions.finding import add_find, withdraw_find
from inventory.rounds.forms.answering import FindForm
from inventory.rounds.models import RoundFind, RoundUnit
from inventory.rounds.views.desk import READERS, task_of
from portal.core.access import require
from portal.core.errors import Conflict, Invalid
from portal.core.web.pages import for_roles, key_from, one_or_404, show_in_form

WITHDRAW = "ta-bort"


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READERS)
def find(request: HttpRequest, number: str, hsa_id: str) -> HttpResponse:
    """Add a find, or take one back."""
    task = task_of(request, number, hsa_id)
    require(may_answer(request.roles, task.unit))
    if request.method == "POST" and request.POST.get("gor") == WITHDRAW:
        return _withdraw(request, task)
    number_read = request.GET.get("nummer", "")[:60]
    form = FindForm(request.POST if request.method == "POST" else None, number_read)
    if request.method == "POST" and form.is_valid():
        try:
            found = add_find(round_unit=task, found=form.found(), by=request.user, at=request.at)
        except (Conflict, Invalid) as refusal:
            show_in_form(form, refusal)
        else:
            messages.success(request, f"{found} är tillagt. Samordnaren ser vad det är.")
            return redirect(_finds(task))
    context = {"task": task, "round": task.round, "form": form}
    return render(request, "rounds/find.html", context, status=422 if form.errors else 200)


def _withdraw(request: HttpRequest, task: RoundUnit) -> HttpResponse:
    found = one_or_404(RoundFind.objects.filter(round_unit=task), pk=key_from(request.POST.get("fynd", "")))
    withdraw_find(find=found, by=request.user, at=request.at)
    messages.success(request, "Den oväntade utrustningen är borttagen.")
    return redirect(_finds(task))


def _finds(task: RoundUnit) -> str:
    return reverse("rounds:unit", args=[task.round.number, task.unit.hsa_id]) + "#h-fynd"
