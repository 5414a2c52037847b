"""A unit's task: the pieces, one button for what is there, a page for what is not. Works by mouse, finger, scanner and
without script; a row is changed in place where there is script."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from inventory.rounds.access import may_answer, may_run, may_sign
from inventory.rounds.actions.answering import CONFLICT, MOST_ANSWERS, Receipt, answer_assets
from inventory.rounds.content import Answer
from inventory.rounds.forms.answering import AnswerForm, PresentForm, RowFilter
from inventory.rounds.models import Outcome, RoundAnswer, RoundAsset, RoundFind, RoundSigning, RoundUnit
from inventory.rounds.presentation import shown, unit_tag
from inventory.rounds.queries.answers import WALK, proposed, row_called, rows_of
from inventory.rounds.views.desk import READERS, task_of
from portal.core.access import Denied, require
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid
from portal.core.text import sought
from portal.core.web.pages import for_roles, one_or_404, show_in_form
from portal.core.web.paging import page_of

SCAN, CONFIRM = "skanna", "bekrafta"


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READERS)
def unit_task(request: HttpRequest, number: str, hsa_id: str) -> HttpResponse:
    """The list to go round with. A POST is "Finns" of a row, a scanned number, or all that the network has seen."""
    task = task_of(request, number, hsa_id)
    if request.method == "POST":
        require(may_answer(request.roles, task.unit))
        wish = request.POST.get("gor", "")
        answered = {SCAN: _scan, CONFIRM: _confirm}.get(wish, _present)
        return answered(request, task)
    form = RowFilter(request.GET)
    page = page_of(request, rows_of(task, form.wish("visa"), form.wish("q")), WALK)
    today = local_date(request.at)
    context = {
        **_head(request, task),
        "form": form,
        "page": page,
        "rows": [shown(row, today) for row in page.rows],
        "proposals": proposed(task, today).count() if task.is_unsigned else 0,
        "outcomes": Outcome.choices,
        "finds": RoundFind.objects.standing().filter(round_unit=task).order_by("pk"),
        "signings": RoundSigning.objects.filter(round_unit=task).select_related("document").defer("rows"),
    }
    return render(request, "rounds/unit_task.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READERS)
def answer(request: HttpRequest, number: str, hsa_id: str, asset_number: str) -> HttpResponse:
    """One piece: what is said of it, and what has been said."""
    task = task_of(request, number, hsa_id)
    rows = RoundAsset.objects.filter(round_unit=task).select_related("asset", "answered_by")
    row = one_or_404(rows, asset__asset_number=asset_number.upper())
    if request.method == "POST":
        require(may_answer(request.roles, task.unit))
    form = AnswerForm(row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.answer(row.asset.asset_number)
            receipts = answer_assets(round_unit=task, answers=[given], by=request.user, at=request.at)
        except (Conflict, Invalid) as refusal:
            show_in_form(form, refusal)
        else:
            _say(request, receipts[0])
            return redirect(_address(request, task, row))
    earlier = RoundAnswer.objects.filter(round_asset=row).select_related("answered_by").order_by("-sequence")
    context = {**_head(request, task), "form": form, "row": row, "answers": earlier}
    return render(request, "rounds/answer.html", context, status=422 if form.errors else 200)


def _present(request: HttpRequest, task: RoundUnit) -> HttpResponse:
    form = PresentForm(request.POST)
    if not form.is_valid():
        raise Invalid("unreadable", "Svaret gick inte att läsa. Läs in sidan igen och försök på nytt.")
    given = form.answer()
    receipt = answer_assets(round_unit=task, answers=[given], by=request.user, at=request.at)[0]
    if not getattr(request, "htmx", False):
        _say(request, receipt)
        return redirect(_address(request, task, receipt.row))
    task = task_of(request, task.round.number, task.unit.hsa_id)
    today = local_date(request.at)
    context = {**_head(request, task), "one": shown(receipt.row, today), "live": True}
    return render(request, "rounds/_row.html", context)


def _scan(request: HttpRequest, task: RoundUnit) -> HttpResponse:
    """A scanner writes the number and sends it. What is not expected becomes a find."""
    text = sought(request.POST.get("nummer", ""), 200)
    row = row_called(task, text)
    here = reverse("rounds:unit", args=[task.round.number, task.unit.hsa_id])
    if not text:
        messages.warning(request, "Skanna eller skriv ett nummer.")
        return redirect(f"{here}#skanna")
    if row is None:
        find = reverse("rounds:find", args=[task.round.number, task.unit.hsa_id])
        messages.info(request, f"{text} är inte väntat här. Lägg till det som oväntad utrustning.")
        return redirect(f"{find}?{urlencode({'nummer': text[:60]})}")
    given = Answer(uuid4(), row.asset.asset_number, Outcome.PRESENT, row.sequence)
    receipt = answer_assets(round_unit=task, answers=[given], by=request.user, at=request.at)[0]
    _say(request, receipt)
    return redirect(f"{here}#skanna")


def _confirm(request: HttpRequest, task: RoundUnit) -> HttpResponse:
    """That everything which was on the network lately is there."""
    rows = list(proposed(task, local_date(request.at)).order_by("pk")[:MOST_ANSWERS])
    given = [Answer(uuid4(), row.asset.asset_number, Outcome.PRESENT, row.sequence) for row in rows]
    if given:
        answer_assets(round_unit=task, answers=given, by=request.user, at=request.at)
    messages.success(request, f"{len(given)} inventarier är besvarade med ”Finns”.")
    return redirect("rounds:unit", task.round.number, task.unit.hsa_id)


def _say(request: HttpRequest, receipt: Receipt) -> None:
    name = receipt.row.asset.asset_number
    if receipt.status == CONFLICT:
        told = f"{name}: någon annan har svarat något annat. Öppna raden och välj vilket svar som gäller."
        messages.warning(request, told)
    else:
        messages.success(request, f"{name}: {receipt.row.get_outcome_display().lower()}.")


def _address(request: HttpRequest, task: RoundUnit, row: RoundAsset) -> str:
    """Back to the row in the list as it was filtered."""
    here = reverse("rounds:unit", args=[task.round.number, task.unit.hsa_id])
    kept = request.GET.urlencode()
    return f"{here}{'?' if kept else ''}{kept}#rad-{row.pk}"


def _head(request: HttpRequest, task: RoundUnit) -> dict[str, Any]:
    may = may_answer(request.roles, task.unit)
    is_running = task.round.is_open and task.is_unsigned
    return {
        "task": task,
        "round": task.round,
        "tag": unit_tag(task, task.round, local_date(request.at)),
        "answers_here": bool(may) and is_running,
        "why_not": may.sentence if isinstance(may, Denied) and is_running else "",
        "may_sign": bool(may_sign(request.roles, task.unit)) and is_running,
        "may_reopen": bool(may_run(request.roles, task.round.region_id))
        and task.round.is_open
        and not task.is_unsigned,
        "several": bool(request.roles.all_region_ids) or task.unit.parent_id is not None,
    }
