"""The last look before a notice is published, the publishing itself, and throwing a draft away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid, Refusal
from portal.core.web.pages import for_roles
from portal.core.web.paging import page_of
from portal.notices.actions.checking import faults_in
from portal.notices.actions.draft import discard_draft
from portal.notices.actions.publish import publish_notice
from portal.notices.forms.updating import PublishForm
from portal.notices.models import Kind, Notice, State
from portal.notices.models.notice import WRITERS
from portal.notices.queries.audience import units_in
from portal.notices.queries.choices import choices_of
from portal.notices.views.author_desk import answer_for, named, own_notice, stored_content

UNITS_SHOWN = 20


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, number: str) -> HttpResponse:
    """The notice as the units will read it and whom it reaches; the POST publishes it. Published: its page."""
    notice = own_notice(request, number)
    if notice.state != State.DRAFT:
        return redirect("notices:detail", number=number)
    form = PublishForm(request.POST if request.method == "POST" and _is_outage(notice) else None)
    if request.method != "POST":
        return _show(request, notice, form)
    if _is_outage(notice) and not form.is_valid():
        return _show(request, notice, form, status=422)
    try:
        state = form.cleaned_data["state"] if _is_outage(notice) else ""
        # Without what was seen nothing can be published unseen.
        seen = request.POST.get("seen", "-")
        publish_notice(notice=notice, by=request.user, at=request.at, state=state, seen=seen)
    except Conflict as refusal:
        if refusal.code == "already_published":
            messages.warning(request, refusal.message)
            return redirect("notices:detail", number=number)
        return _show(request, own_notice(request, number), form, refusal, status=409)
    except Invalid as refusal:
        return _show(request, notice, form, refusal, status=422)
    messages.success(request, f"{number} är publicerat. Alla som berörs ser det inom en minut.")
    return redirect("notices:detail", number=number)


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, number: str) -> HttpResponse:
    """Ask first, then throw the draft away."""
    notice = own_notice(request, number)
    if notice.state != State.DRAFT:
        return redirect("notices:detail", number=number)
    if request.method != "POST":
        return render(request, "notices/notice_discard.html", {"notice": notice})
    try:
        discard_draft(notice=notice, by=request.user, at=request.at)
    except Conflict as refusal:
        messages.warning(request, refusal.message)
        return redirect("notices:detail", number=number)
    messages.info(request, f"Utkastet {number} är kastat.")
    return redirect("notices:list")


def _is_outage(notice: Notice) -> bool:
    return notice.kind == Kind.OUTAGE


def _show(
    request: HttpRequest,
    notice: Notice,
    form: PublishForm,
    refusal: Refusal | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    content, on = stored_content(notice), local_date(request.at)
    wanted = request.GET.get("enhet", "")
    choices = choices_of(notice.region, on)
    faults = [one.message for one in faults_in(content, request.at)]
    answer = answer_for(request, notice.region, content, wanted)
    units = units_in(notice.region_id, content.audience, on).select_related("municipality")
    context = {
        "notice": notice,
        "form": form if _is_outage(notice) else None,
        "services": named(content.affects, choices),
        "answer": answer,
        "page": page_of(request, units, ("sort_key", "pk"), UNITS_SHOWN),
        "choices": choices,
        "unit": wanted,
        "faults": faults,
        "refusal": refusal if refusal and refusal.message not in faults else None,
        "seen": content.digest,
    }
    return render(request, "notices/notice_review.html", context, status=status)
