"""The pages of those who import equipment: the files so far, one more, and what is to become of each."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from inventory.imports.actions.check import check_import
from inventory.imports.actions.run import start_import
from inventory.imports.actions.upload import discard_import, upload_file
from inventory.imports.blank import template_csv, template_xlsx
from inventory.imports.forms.upload import MappingForm, UploadForm
from inventory.imports.handlers import progress_of
from inventory.imports.models import IMPORTERS, ImportRun
from inventory.imports.queries.runs import import_regions, latest_imports
from portal.core import clock
from portal.core.errors import Conflict, Invalid
from portal.core.web.files import attached
from portal.core.web.formatting import number, plural
from portal.core.web.pages import for_roles, one_or_404, show_in_form

S = ImportRun.State
TAGS = {
    S.UPLOADED: ("Uppladdad", "neutral", "upload"),
    S.CHECKING: ("Kontrolleras", "info", "clock"),
    S.CHECKED: ("Kontrollerad", "info", "list-checks"),
    S.RUNNING: ("Importeras", "info", "clock"),
    S.DONE: ("Importerad", "success", "circle-check"),
    S.FAILED: ("Misslyckades", "danger", "circle-alert"),
}


@for_roles(*IMPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """The latest imports, and the form for one more."""
    asked = request.method == "POST"
    form = UploadForm(import_regions(request.roles), *((request.POST, request.FILES) if asked else ()))
    status = 422 if asked else 200
    if asked and form.is_valid():
        try:
            run = upload_file(**form.content, by=request.user, at=request.at)
        except Invalid as refusal:
            show_in_form(form, refusal)
        else:
            return redirect("imports:run", run.pk)
    rows = [(run, TAGS[S(run.state)]) for run in latest_imports(request.roles)]
    context = {"form": form, "rows": rows, "several": len(form.regions) > 1}
    return render(request, "imports/import_list.html", context, status=status)


@for_roles(*IMPORTERS)
@require_GET
def blank_csv(request: HttpRequest) -> HttpResponse:
    """The headings to fill in, as CSV."""
    return attached(template_csv(), "import-utrustning.csv")


@for_roles(*IMPORTERS)
@require_GET
def blank_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as XLSX, with sheets of what may stand in the columns."""
    region = import_regions(request.roles)[0]
    content = template_xlsx(region, clock.local_date(request.at))
    return attached(content, "import-utrustning.xlsx")


@for_roles(*IMPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """One file. POST: ``gor`` is kontrollera, importera or kasta."""
    runs = ImportRun.objects.visible_to(request.roles).select_related("region", "uploaded_by", "started_by")
    run = one_or_404(runs, pk=pk)
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("gor", ""))
        if act is None:
            raise Invalid("unknown_act", "Välj vad du vill göra med filen.")
        try:
            return act(request, run)
        except Conflict as refusal:
            messages.warning(request, refusal.message)
            return redirect("imports:run", pk)
    form = None if run.state == S.DONE or run.is_waiting else MappingForm(run.header, run.mapping)
    return _shown(request, run, form)


def _shown(request: HttpRequest, run: ImportRun, form: MappingForm | None, status: int = 200) -> HttpResponse:
    progress = progress_of(run) if run.state == S.RUNNING else None
    context: dict[str, Any] = {
        "run": run,
        "tag": TAGS[S(run.state)],
        "form": form,
        "ready": run.state == S.CHECKED and not run.fault_count and bool(run.new_count or run.changed_count),
        "progress": progress,
    }
    return render(request, "imports/import_run.html", context, status=status)


def _check(request: HttpRequest, run: ImportRun) -> HttpResponse:
    form = MappingForm(run.header, run.mapping, request.POST)
    if form.is_valid():
        try:
            check_import(run=run, mapping=form.mapping, by=request.user, at=request.at)
            return redirect("imports:run", run.pk)
        except Invalid as refusal:
            show_in_form(form, refusal)
    return _shown(request, run, form, status=422)


def _import(request: HttpRequest, run: ImportRun) -> HttpResponse:
    done = start_import(run=run, by=request.user, at=request.at)
    if done.state == S.DONE:
        told = f"{number(done.new_count)} {plural(done.new_count, 'ny inventarie,nya inventarier')}"
        messages.success(request, f"Filen är importerad: {told}, {number(done.changed_count)} ändrade.")
    elif done.state == S.FAILED:
        messages.warning(request, done.problem)
    return redirect("imports:run", run.pk)


def _discard(request: HttpRequest, run: ImportRun) -> HttpResponse:
    discard_import(run=run, by=request.user, at=request.at)
    messages.success(request, "Filen är borttagen. Inget importerades.")
    return redirect("imports:list")


_ACTS: Mapping[str, Callable[[HttpRequest, ImportRun], HttpResponse]] = {
    "kontrollera": _check,
    "importera": _import,
    "kasta": _discard,
}
