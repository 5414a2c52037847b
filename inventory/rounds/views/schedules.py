"""Schedules of rounds: the list, a new one, a change, the end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from inventory.rounds.actions.scheduling import retire_schedule, save_schedule
from inventory.rounds.forms.opening import ScheduleForm
from inventory.rounds.models import RoundSchedule
from inventory.rounds.presentation import how_often
from inventory.rounds.queries.choosing import choices_of
from inventory.rounds.views.opening import region_of
from portal.core.errors import Conflict, Invalid
from portal.core.units.models import Region, Role
from portal.core.web.pages import for_roles, one_or_404, show_in_form

RETIRE = "avsluta"


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.COORDINATOR)
def schedule_list(request: HttpRequest) -> HttpResponse:
    """The region's schedules, and the form of a new one."""
    region = region_of(request)
    form = ScheduleForm(choices_of(region), request.POST if request.method == "POST" else None)
    if request.method == "POST" and _save(request, form, region, None):
        return redirect("rounds:schedules")
    schedules = RoundSchedule.objects.in_use().filter(region=region).select_related("programme")
    context = {
        "form": form,
        "schedules": [(one, how_often(one.months)) for one in schedules],
        "region": region,
    }
    return render(request, "rounds/schedule_list.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.COORDINATOR)
def schedule_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a schedule, or end it."""
    own = RoundSchedule.objects.filter(region__in=request.roles.regions[Role.COORDINATOR])
    schedule = one_or_404(own.in_use().select_related("region", "programme"), pk=pk)
    if request.method == "POST" and request.POST.get("gor") == RETIRE:
        retire_schedule(schedule=schedule, by=request.user, at=request.at)
        messages.success(request, f"{schedule.title} är avslutat. Inga fler inventeringar öppnas av det.")
        return redirect("rounds:schedules")
    data = request.POST if request.method == "POST" else None
    form = ScheduleForm(choices_of(schedule.region), data, schedule)
    if request.method == "POST" and _save(request, form, schedule.region, schedule):
        return redirect("rounds:schedules")
    context = {"form": form, "schedule": schedule}
    return render(request, "rounds/schedule_edit.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, form: ScheduleForm, region: Region, schedule: RoundSchedule | None) -> bool:
    """Whether it was saved; otherwise the form says why not."""
    if not form.is_valid():
        return False
    try:
        save_schedule(
            region=region, content=form.content(), by=request.user, at=request.at, schedule=schedule
        )
    except (Conflict, Invalid) as refusal:
        show_in_form(form, refusal)
        return False
    messages.success(request, "Schemat är sparat.")
    return True
