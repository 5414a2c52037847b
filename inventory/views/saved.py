"""Saving what the list shows by a name, and looking after what is saved."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from inventory.access import SEES_ASSETS
from inventory.actions.views import change_view, delete_view, save_view
from inventory.forms.assets import AssetFilter
from inventory.forms.views import ViewForm
from inventory.models import SavedView
from inventory.queries.saved import forget_views
from portal.core.errors import Refusal
from portal.core.web.pages import for_roles, one_or_404, show_in_form


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*SEES_ASSETS)
def saved_views(request: HttpRequest) -> HttpResponse:
    """The person's views and those shared with him; a POST saves what the list showed."""
    if request.method != "POST":
        return _page(request)
    form = ViewForm(request.roles, request.POST)
    pairs = AssetFilter(request, QueryDict(request.POST.get("urval", ""))).pairs()
    query = urlencode(pairs)
    if form.is_valid():
        try:
            view = save_view(
                name=form.cleaned_data["name"], query=query, **form.shared(), by=request.user, at=request.at
            )
        except Refusal as refusal:
            show_in_form(form, refusal)
        else:
            forget_views({request.user.pk})
            messages.success(request, f"Vyn ”{view.name}” är sparad.")
            return redirect(f"{reverse('inventory:list')}?{query}")
    return _page(request, form=form, query=query, status=422)


@require_http_methods(["POST"])
@for_roles(*SEES_ASSETS)
def saved_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one of the views another name, share it, or take it away."""
    view = one_or_404(SavedView.objects.visible_to(request.roles), pk=pk)
    if request.POST.get("gor") == "ta-bort":
        delete_view(view=view, by=request.user, at=request.at)
        return _done(request, f"Vyn ”{view.name}” är borttagen.")
    form = ViewForm(request.roles, request.POST, key=str(view.pk))
    if form.is_valid():
        try:
            change_view(
                view=view, name=form.cleaned_data["name"], **form.shared(), by=request.user, at=request.at
            )
        except Refusal as refusal:
            if refusal.status == 403:
                raise
            show_in_form(form, refusal)
        else:
            return _done(request, "Vyn är ändrad.")
    return _page(request, changed={view.pk: form}, status=422)


def _done(request: HttpRequest, told: str) -> HttpResponse:
    forget_views({request.user.pk})
    messages.success(request, told)
    return redirect("inventory:views")


def _page(
    request: HttpRequest,
    *,
    form: ViewForm | None = None,
    query: str = "",
    changed: dict[int, ViewForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    views = SavedView.objects.visible_to(request.roles).select_related("owner")
    own = [view for view in views if view.owner_id == request.user.pk]
    context: dict[str, Any] = {
        "form": form,
        "query": query,
        "own": [(view, (changed or {}).get(view.pk) or _form_of(request, view)) for view in own],
        "shared": [view for view in views if view.owner_id != request.user.pk],
    }
    return render(request, "inventory/views.html", context, status=status)


def _form_of(request: HttpRequest, view: SavedView) -> ViewForm:
    shared = f"{view.shared_with_role}:{view.region_id}" if view.shared_with_role else ""
    return ViewForm(request.roles, key=str(view.pk), initial={"name": view.name, "delas": shared})
