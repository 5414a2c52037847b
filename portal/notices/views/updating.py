"""Telling what is new of a notice, or correcting what was said."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.core.errors import Conflict, Invalid
from portal.core.web.pages import for_roles, show_in_form
from portal.notices.actions.publish import update_notice
from portal.notices.forms.updating import UpdateForm
from portal.notices.models import Notice, State
from portal.notices.models.notice import WRITERS
from portal.notices.views.author_desk import own_notice


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def update(request: HttpRequest, number: str) -> HttpResponse:
    """The form of an update; the POST publishes it. A draft is changed instead. When someone else was first, what was
    typed stays, and what he said is shown above it."""
    notice = own_notice(request, number)
    if notice.state == State.DRAFT:
        return redirect("notices:edit", number=number)
    if request.method != "POST":
        return _show(request, notice, UpdateForm(notice))
    form = UpdateForm(notice, request.POST)
    # Told first: what others have said may have taken away the choices that were made.
    if request.POST.get("seen") != str(notice.sequence):
        return _show(request, notice, form, stale=True, status=409)
    if form.is_valid():
        try:
            update_notice(
                notice=notice, content=form.content(), seen=notice.sequence, by=request.user, at=request.at
            )
        except Conflict:
            notice = own_notice(request, number)
            return _show(request, notice, UpdateForm(notice, request.POST), stale=True, status=409)
        except Invalid as refusal:
            show_in_form(form, refusal)
        else:
            messages.success(request, f"{number} är uppdaterat.")
            return redirect("notices:detail", number=number)
    return _show(request, notice, form, status=422)


def _show(
    request: HttpRequest, notice: Notice, form: UpdateForm, *, stale: bool = False, status: int = 200
) -> HttpResponse:
    latest = notice.updates.select_related("published_by").first()
    context = {"notice": notice, "form": form, "latest": latest, "stale": stale}
    return render(request, "notices/notice_update.html", context, status=status)
