"""Writing a notice: what it is about, the form, and the live answer that tells whom it will reach."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid
from portal.core.units.forms.choosing import names_units
from portal.core.web.pages import for_roles, key_from, one_or_404, show_in_form
from portal.notices.actions.checking import content_faults, faults_in
from portal.notices.actions.draft import save_draft
from portal.notices.content import NoticeContent
from portal.notices.forms.writing import NoticeForm, content_of_template, notice_initial
from portal.notices.models import Notice, State
from portal.notices.models.notice import WRITERS
from portal.notices.queries.choices import templates_for
from portal.notices.views.author_desk import (
    Answer,
    Desk,
    answer_for,
    desk_for,
    desk_in,
    own_notice,
    stored_content,
    tell_of_gone,
    unanswered,
)
from portal.notices.views.choosing import choose_kind

REVIEW, COUNT = "granska", "rakna"


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new notice: first its kind or a template, then the form."""
    if request.method == "POST":
        desk = desk_for(request, request.POST.get("region", ""), request.POST.get("kind", ""))
        return _answer(request, desk, None)
    if request.GET.get("mall"):
        return _from_template(request, request.GET["mall"])
    if kind := request.GET.get("slag", ""):
        desk = desk_for(request, request.GET.get("region", ""), kind)
        form = NoticeForm(desk.kind, desk.choices, local_date(request.at))
        return _show(request, desk, form, content=NoticeContent(desk.kind, "", ""))
    return choose_kind(request, reverse("notices:new"), "Nytt meddelande", with_templates=True)


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Go on with a draft. What is published is updated instead."""
    notice = own_notice(request, number)
    if notice.state != State.DRAFT:
        return redirect("notices:detail", number=number)
    desk = desk_in(request, notice.region, notice.kind)
    if request.method == "POST":
        return _answer(request, desk, notice)
    content = stored_content(notice)
    tell_of_gone(request, content, desk.choices)
    initial = notice_initial(content, desk.choices)
    form = NoticeForm(desk.kind, desk.choices, local_date(request.at), initial=initial)
    return _show(request, desk, form, notice, content=content)


@for_roles(*WRITERS)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The live answer while one writes: how many units and people, and why a unit is among them or not."""
    desk = desk_for(request, request.POST.get("region", ""), request.POST.get("kind", ""))
    form = NoticeForm(desk.kind, desk.choices, local_date(request.at), request.POST)
    context = {"answer": _preview_of(request, desk, form), "live": True}
    return render(request, "notices/_reach.html", context)


def _from_template(request: HttpRequest, key: str) -> HttpResponse:
    template = one_or_404(templates_for(request.roles), pk=key_from(key))
    desk = desk_in(request, template.region, template.kind)
    content = content_of_template(template)
    tell_of_gone(request, content, desk.choices)
    initial = notice_initial(content, desk.choices)
    form = NoticeForm(desk.kind, desk.choices, local_date(request.at), initial=initial)
    return _show(request, desk, form, content=content)


def _answer(request: HttpRequest, desk: Desk, notice: Notice | None) -> HttpResponse:
    """What was posted: counted, saved, or saved and shown for review."""
    form = NoticeForm(desk.kind, desk.choices, local_date(request.at), request.POST)
    wish = request.POST.get("gor", "")
    if wish == COUNT:
        return _show(request, desk, form, notice)
    if form.is_valid() and not _show_faults(request, form, wish):
        try:
            saved = _save(request, desk, form, notice)
        except (Conflict, Invalid) as refusal:
            if notice is not None and refusal.code == "already_published":
                messages.warning(request, refusal.message)
                return redirect("notices:detail", number=notice.number)
            if notice is not None and refusal.code == "stale":
                return _show(request, desk, form, notice, newer=stored_content(notice), status=409)
            show_in_form(form, refusal)
        else:
            return _after_saving(request, saved, wish)
    return _show(request, desk, form, notice, status=422)


def _save(request: HttpRequest, desk: Desk, form: NoticeForm, notice: Notice | None) -> Notice:
    # Without what was seen nothing can be overwritten unseen.
    seen = request.POST.get("seen", "-") if notice else None
    content = form.content()
    return save_draft(
        region=desk.region, content=content, by=request.user, at=request.at, notice=notice, seen=seen
    )


def _show_faults(request: HttpRequest, form: NoticeForm, wish: str) -> bool:
    """Put what hinders the content at its fields, all at once: before review also what would hinder publishing."""
    content = form.content()
    found = [*content_faults(content), *(faults_in(content, request.at) if wish == REVIEW else ())]
    for fault in {(one.field, one.message): one for one in found}.values():
        show_in_form(form, fault)
    return bool(found)


def _after_saving(request: HttpRequest, notice: Notice, wish: str) -> HttpResponse:
    if wish == REVIEW:
        return redirect("notices:review", number=notice.number)
    messages.info(request, f"Utkastet {notice.number} är sparat. Inget är skickat än.")
    return redirect("notices:edit", number=notice.number)


def _preview_of(request: HttpRequest, desk: Desk, form: NoticeForm) -> Answer:
    form.is_valid()
    if form.audience_faults:
        return unanswered(form.audience_faults)
    values = form.cleaned_data
    content = NoticeContent(
        desk.kind, "", "", audience=form.audience(), window_start=values.get("window_start")
    )
    return answer_for(request, desk.region, content, request.POST.get("enhet", ""))


def _show(
    request: HttpRequest,
    desk: Desk,
    form: NoticeForm,
    notice: Notice | None = None,
    *,
    content: NoticeContent | None = None,
    newer: NoticeContent | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form. ``content`` is what a form that was not posted holds, ``newer`` what another has stored meanwhile."""
    if content is not None:
        answer = answer_for(request, desk.region, content, request.GET.get("enhet", ""))
    else:
        answer = _preview_of(request, desk, form)
    context: dict[str, Any] = {
        "desk": desk,
        "form": form,
        "notice": notice,
        "newer": newer,
        "seen": _seen(request, notice, content, newer),
        "answer": answer,
        "unit": request.POST.get("enhet", ""),
        "names_units": names_units(desk.choices.units),
        "action": reverse("notices:edit", args=[notice.number]) if notice else reverse("notices:new"),
    }
    return render(request, "notices/notice_form.html", context, status=status)


def _seen(
    request: HttpRequest, notice: Notice | None, content: NoticeContent | None, newer: NoticeContent | None
) -> str:
    """The stored content that the author has before him: kept while he mends his own, renewed when he is told."""
    if notice is None:
        return ""
    told = newer or content
    return told.digest if told else request.POST.get("seen", "")
