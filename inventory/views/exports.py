"""The list as a file: at once when it is short, by the worker when it is long."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from inventory.access import SEES_ASSETS
from inventory.actions.exports import MOST_LABELS, ask_for_export
from inventory.export import MOST_AT_ONCE, assets_in_order, made_file, progress_of
from inventory.forms.assets import AssetFilter
from inventory.labels.sheets import SHEETS
from inventory.models import ExportFile
from inventory.queries.lists import list_assets
from inventory.views.lists import shown_columns
from portal.core import clock
from portal.core.errors import Conflict
from portal.core.web.files import attached
from portal.core.web.pages import for_roles, one_or_404


@require_GET
@for_roles(*SEES_ASSETS)
def export_assets(request: HttpRequest, format: str) -> HttpResponse:
    """What the list shows, all its pages. Beyond 1 000 rows: a page that offers to have the file made."""
    form = AssetFilter(request)
    wishes = form.wishes()
    rows = list_assets(request.roles, wishes).order_by().count()
    if rows > MOST_AT_ONCE:
        context = {"rows": rows, "format": format, "query": urlencode(form.pairs())}
        return render(request, "inventory/export_long.html", context)
    content = made_file(format, shown_columns(request, wishes), assets_in_order(request.roles, wishes))
    return attached(content, f"utrustning-{clock.local_date(request.at).isoformat()}.{format}")


@require_GET
@for_roles(*SEES_ASSETS)
def label_sheets(request: HttpRequest) -> HttpResponse:
    """Labels for what the list shows: the paper is chosen, and how much of its first sheet is used."""
    form = AssetFilter(request)
    rows = list_assets(request.roles, form.wishes()).order_by().count()
    context = {"rows": rows, "sheets": SHEETS, "query": urlencode(form.pairs()), "most": MOST_LABELS}
    return render(request, "inventory/labels.html", context)


@require_POST
@for_roles(*SEES_ASSETS)
def ask_for_file(request: HttpRequest) -> HttpResponse:
    wishes = AssetFilter(request, QueryDict(request.POST.get("urval", ""))).wishes()
    file = ask_for_export(
        format=request.POST.get("format", ""),
        wishes=asdict(wishes),
        columns=shown_columns(request, wishes),
        rows=list_assets(request.roles, wishes).order_by().count(),
        skip=_number(request.POST.get("skip", "0")),
        by=request.user,
        at=request.at,
    )
    return redirect("inventory:export_file", file.pk)


def _number(text: str) -> int:
    """What was written, or -1 when it is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else -1


@require_GET
@for_roles(*SEES_ASSETS)
def export_file(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the file has come; asked for by the page itself too, while it is made."""
    file = one_or_404(ExportFile.objects.visible_to(request.roles).defer("content"), pk=pk)
    context: dict[str, Any] = {"file": file, "done": min(progress_of(file), file.rows)}
    name = "inventory/_export_progress.html" if request.htmx else "inventory/export_file.html"
    return render(request, name, context)


@require_GET
@for_roles(*SEES_ASSETS)
def fetch_file(request: HttpRequest, pk: int) -> HttpResponse:
    file = one_or_404(ExportFile.objects.visible_to(request.roles), pk=pk)
    if file.made_at is None:
        raise Conflict("file_not_made", "Filen är inte klar än. Vänta en stund och försök igen.")
    day = clock.local_date(file.asked_at).isoformat()
    name = f"etiketter-{day}.pdf" if file.is_labels else f"utrustning-{day}.{file.format}"
    return attached(bytes(file.content), name)
