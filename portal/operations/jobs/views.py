"""The page of scheduled jobs, for administrators."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.core.errors import Conflict
from portal.core.units.models import Role
from portal.core.web.addresses import address_of
from portal.core.web.context import NavItem
from portal.core.web.pages import for_roles
from portal.operations.access import may_look_after_work
from portal.operations.jobs.actions import run_now
from portal.operations.jobs.clockwork import has_stopped, last_stroke
from portal.operations.jobs.queries import job_rows


def nav(request: HttpRequest) -> Iterator[NavItem]:
    if may_look_after_work(request.roles):
        yield NavItem("Jobb", address_of("operations:jobs"), within="Administration")


@for_roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def show_jobs(request: HttpRequest) -> HttpResponse:
    """Every job with how it went. POST: run one now."""
    if request.method == "POST":
        try:
            run_now(name=request.POST.get("jobb", ""), by=request.user, at=request.at)
        except Conflict as refusal:
            messages.warning(request, refusal.message)
        else:
            messages.success(request, "Jobbet är skickat till arbetaren.")
        return redirect("operations:jobs")
    latest = last_stroke()
    context = {
        "rows": job_rows(request.at),
        "clock_last": latest,
        "clock_stopped": has_stopped(latest, at=request.at),
    }
    return render(request, "operations/jobs.html", context)
