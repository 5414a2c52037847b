"""Signing a unit's answer, its document, and opening it again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inventory.rounds.access import may_sign
from inventory.rounds.actions.signing import reopen_round_unit, sign_round_unit
from inventory.rounds.models import RoundAsset, RoundDocument, RoundFind
from inventory.rounds.presentation import OUTCOME_TAGS
from inventory.rounds.views.desk import READERS, task_of
from portal.core.access import require
from portal.core.web.files import opened
from portal.core.web.pages import for_roles, one_or_404

MOST_SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READERS)
def sign(request: HttpRequest, number: str, hsa_id: str) -> HttpResponse:
    """What the head of the unit vouches for, and the button."""
    task = task_of(request, number, hsa_id)
    require(may_sign(request.roles, task.unit))
    if request.method == "POST":
        sign_round_unit(round_unit=task, by=request.user, at=request.at)
        messages.success(request, "Svaret är signerat. Det sparas som PDF inom en minut.")
        return redirect("rounds:unit", task.round.number, task.unit.hsa_id)
    rows = RoundAsset.objects.deviating().filter(round_unit=task).select_related("asset").order_by("pk")
    deviating = list(rows[: MOST_SHOWN + 1])
    context = {
        "task": task,
        "round": task.round,
        "present": task.answered - RoundAsset.objects.deviating().filter(round_unit=task).count(),
        "deviating": [(row, OUTCOME_TAGS[row.outcome]) for row in deviating[:MOST_SHOWN]],
        "more": len(deviating) > MOST_SHOWN,
        "finds": RoundFind.objects.standing().filter(round_unit=task).order_by("pk"),
    }
    return render(request, "rounds/sign.html", context)


@require_POST
@for_roles(*READERS)
def reopen(request: HttpRequest, number: str, hsa_id: str) -> HttpResponse:
    """Let the unit answer again, with the reason."""
    task = task_of(request, number, hsa_id)
    reopen_round_unit(round_unit=task, reason=request.POST.get("reason", ""), by=request.user, at=request.at)
    messages.success(request, f"{task.unit.name} kan svara igen och har fått mejl om det.")
    return redirect("rounds:unit", task.round.number, task.unit.hsa_id)


@require_GET
@for_roles(*READERS)
def document(request: HttpRequest, number: str, hsa_id: str) -> HttpResponse:
    """The signed answer as PDF: the latest, or an earlier one by ``?nr=``."""
    task = task_of(request, number, hsa_id)
    wanted = request.GET.get("nr", "")
    documents = RoundDocument.objects.filter(signing__round_unit=task).select_related("signing")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 9:
        documents = documents.filter(signing__sequence=int(wanted))
    found = one_or_404(documents.order_by("-signing__sequence"))
    return opened(found, f"inventering-{task.round.number}-{found.signing.sequence}.pdf")
