"""Templates: the list, a new one from scratch or from a notice, a changed one, and taking one away."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from portal.core.errors import Conflict, Invalid
from portal.core.units.forms.choosing import names_units
from portal.core.web.pages import for_roles, one_or_404, show_in_form
from portal.core.web.paging import page_of
from portal.notices.actions.templates import LONGEST_NAME, retire_template, save_template
from portal.notices.content import NoticeContent
from portal.notices.forms.writing import TemplateForm, content_of_template, notice_initial
from portal.notices.models import NoticeTemplate
from portal.notices.models.notice import WRITERS
from portal.notices.presentation import ICONS
from portal.notices.queries.choices import templates_for
from portal.notices.views.author_desk import Desk, desk_for, desk_in, own_notice, stored_content, tell_of_gone
from portal.notices.views.choosing import choose_kind

RETIRE = "ta-bort"


@for_roles(*WRITERS)
@require_GET
def template_list(request: HttpRequest) -> HttpResponse:
    """The templates that the person may use, by name."""
    page = page_of(request, templates_for(request.roles), ("name", "pk"))
    rows = [(one, ICONS[one.kind]) for one in page.rows]
    several = len(request.roles.all_region_ids) > 1
    return render(request, "notices/template_list.html", {"page": page, "rows": rows, "several": several})


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def template_new(request: HttpRequest) -> HttpResponse:
    """A new template, from scratch (``?slag=``) or with the words of a notice (``?fran=``)."""
    if request.method == "POST":
        desk = desk_for(request, request.POST.get("region", ""), request.POST.get("kind", ""))
        return _save(request, desk, None)
    if number := request.GET.get("fran", ""):
        notice = own_notice(request, number)
        desk = desk_in(request, notice.region, notice.kind)
        return _show_content(request, desk, stored_content(notice), notice.title[:LONGEST_NAME])
    if kind := request.GET.get("slag", ""):
        desk = desk_for(request, request.GET.get("region", ""), kind)
        return _show(request, desk, TemplateForm(desk.kind, desk.choices))
    return choose_kind(request, reverse("notices:template_new"), "Ny mall")


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def template_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a template, or take it away."""
    template = one_or_404(templates_for(request.roles), pk=pk)
    desk = desk_in(request, template.region, template.kind)
    if request.method != "POST":
        return _show_content(request, desk, content_of_template(template), template.name, template)
    if request.POST.get("gor") != RETIRE:
        return _save(request, desk, template)
    retire_template(template=template, by=request.user, at=request.at)
    messages.info(request, f"Mallen ”{template.name}” är borttagen.")
    return redirect("notices:templates")


def _save(request: HttpRequest, desk: Desk, template: NoticeTemplate | None) -> HttpResponse:
    form = TemplateForm(desk.kind, desk.choices, request.POST)
    if form.is_valid():
        try:
            saved = save_template(
                region=desk.region,
                name=form.cleaned_data["name"],
                content=form.content(),
                by=request.user,
                at=request.at,
                template=template,
            )
        except (Invalid, Conflict) as refusal:
            show_in_form(form, refusal, {"": "name"})
        else:
            messages.success(request, f"Mallen ”{saved.name}” är sparad.")
            return redirect("notices:templates")
    return _show(request, desk, form, template, status=422)


def _show_content(
    request: HttpRequest,
    desk: Desk,
    content: NoticeContent,
    name: str,
    template: NoticeTemplate | None = None,
) -> HttpResponse:
    tell_of_gone(request, content, desk.choices)
    initial = {**notice_initial(content, desk.choices), "name": name}
    return _show(request, desk, TemplateForm(desk.kind, desk.choices, initial=initial), template)


def _show(
    request: HttpRequest,
    desk: Desk,
    form: TemplateForm,
    template: NoticeTemplate | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "desk": desk,
        "form": form,
        "template": template,
        "names_units": names_units(desk.choices.units),
        "action": reverse("notices:template", args=[template.pk])
        if template
        else reverse("notices:template_new"),
    }
    return render(request, "notices/template_form.html", context, status=status)
