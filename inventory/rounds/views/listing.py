"""The rounds, and one round with its units."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from inventory.queries.lists import municipality_choices
from inventory.rounds.access import may_run
from inventory.rounds.actions.reviewing import review_round_units
from inventory.rounds.forms.answering import UnitFilter
from inventory.rounds.models import InventoryRound
from inventory.rounds.presentation import ROUND_TAGS, unit_tag, with_tags
from inventory.rounds.queries.progress import ORDER, Progress, progress_of, tasks_of, units_of
from inventory.rounds.views.desk import READERS, round_called
from portal.core.clock import local_date
from portal.core.units.models import Role
from portal.core.web.pages import for_roles
from portal.core.web.paging import page_of


@require_GET
@for_roles(*READERS)
def round_list(request: HttpRequest) -> HttpResponse:
    """For the region every round with its progress; for a unit its own tasks."""
    if not request.roles.all_region_ids:
        return _own_tasks(request)
    rounds = InventoryRound.objects.filter(region__in=request.roles.all_region_ids)
    page = page_of(request, rounds, ("-pk",))
    progress = progress_of([row.pk for row in page.rows])
    context = {
        "page": page,
        "rows": [(row, progress[row.pk], ROUND_TAGS[row.state]) for row in page.rows],
        "may_run": request.roles.has(Role.COORDINATOR),
        "today": local_date(request.at),
    }
    return render(request, "rounds/round_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READERS)
def round_detail(request: HttpRequest, number: str) -> HttpResponse:
    """How far the units have come. A unit that is alone among the person's own goes to its task."""
    inventory_round = round_called(request, number)
    if request.method == "POST":
        count = review_round_units(round=inventory_round, by=request.user, at=request.at)
        messages.success(
            request, f"{count} svar utan avvikelser är godkända." if count else "Inget svar att godkänna."
        )
        return redirect("rounds:detail", inventory_round.number)
    in_region = inventory_round.region_id in request.roles.all_region_ids
    today = local_date(request.at)
    form = UnitFilter(request.GET, municipality_choices(frozenset({inventory_round.region_id})))
    page = page_of(request, units_of(inventory_round, request.roles, form.wishes(), today), ORDER)
    if not in_region and len(page.rows) == 1 and not request.GET:
        return redirect("rounds:unit", inventory_round.number, page.rows[0].unit.hsa_id)
    context = {
        "round": inventory_round,
        "tag": ROUND_TAGS[inventory_round.state],
        "form": form,
        "page": page,
        "rows": with_tags(page.rows, inventory_round, today),
        "progress": progress_of([inventory_round.pk])[inventory_round.pk] if in_region else Progress(),
        "in_region": in_region,
        "may_run": bool(may_run(request.roles, inventory_round.region_id)),
        "is_late": inventory_round.is_open and inventory_round.answer_by < today,
    }
    live = bool(getattr(request, "htmx", False))
    return render(request, "rounds/_progress.html" if live else "rounds/round_detail.html", context)


def _own_tasks(request: HttpRequest) -> HttpResponse:
    rows = tasks_of(request.roles, only_waiting=False).select_related("round", "unit")
    page = page_of(request, rows, ("-pk",))
    today = local_date(request.at)
    context = {"page": page, "rows": [(row, unit_tag(row, row.round, today)) for row in page.rows]}
    return render(request, "rounds/own_list.html", context)
