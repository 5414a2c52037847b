"""Opening a round by hand, and ending one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from inventory.rounds.access import may_run
from inventory.rounds.actions.closing import cancel_round, close_round
from inventory.rounds.actions.opening import open_round
from inventory.rounds.forms.opening import RoundForm
from inventory.rounds.models import InventoryRound
from inventory.rounds.queries.choosing import Extent, choices_of, extent_of, run_regions
from inventory.rounds.queries.progress import progress_of
from inventory.rounds.views.desk import READERS, round_called
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid
from portal.core.units.chosen import Chosen
from portal.core.units.models import Region, Role
from portal.core.web.pages import for_roles, show_in_form

COUNT, CANCEL = "rakna", "stall-in"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Anteckning",
        required=False,
        max_length=500,
        error_messages={"max_length": "Korta texten till högst 500 tecken."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.COORDINATOR)
def new(request: HttpRequest) -> HttpResponse:
    """Choose units and ask them. While one chooses, the page tells how many that is."""
    region = region_of(request)
    today = local_date(request.at)
    form = RoundForm(choices_of(region), today, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _show(request, form, region)
    if getattr(request, "htmx", False) or request.POST.get("gor") == COUNT:
        return _count(request, form, region)
    if form.is_valid():
        try:
            opened = open_round(region=region, content=form.content(), by=request.user, at=request.at)
        except (Conflict, Invalid) as refusal:
            show_in_form(form, refusal)
        else:
            told = f"{opened.number} är öppnad. Enheterna får mejl och en uppgift på startsidan."
            messages.success(request, told)
            return redirect("rounds:detail", opened.number)
    return _show(request, form, region, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READERS)
def close(request: HttpRequest, number: str) -> HttpResponse:
    """End the round, or call it off."""
    inventory_round = round_called(request, number)
    require(may_run(request.roles, inventory_round.region_id))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _end(request, inventory_round, form.cleaned_data["reason"])
        except (Conflict, Invalid) as refusal:
            show_in_form(form, refusal)
        else:
            return redirect("rounds:detail", inventory_round.number)
    context = {
        "round": inventory_round,
        "form": form,
        "progress": progress_of([inventory_round.pk])[inventory_round.pk],
    }
    return render(request, "rounds/round_close.html", context, status=422 if form.errors else 200)


def region_of(request: HttpRequest) -> Region:
    """The region where the person runs rounds: the one that he names, else his first."""
    regions = run_regions(request.roles)
    wanted = request.POST.get("region") or request.GET.get("region")
    return next((one for one in regions if one.code == wanted), regions[0])


def _end(request: HttpRequest, inventory_round: InventoryRound, text: str) -> None:
    how: dict[str, Any] = {"round": inventory_round, "by": request.user, "at": request.at}
    if request.POST.get("gor") == CANCEL:
        cancel_round(reason=text, **how)
        messages.success(request, f"{inventory_round.number} är inställd.")
    else:
        close_round(note=text, **how)
        messages.success(request, f"{inventory_round.number} är avslutad.")


def _count(request: HttpRequest, form: RoundForm, region: Region) -> HttpResponse:
    """The answer while one chooses. What is not filled in yet is no fault."""
    chosen = form.chosen()
    extent = extent_of(region.pk, chosen, local_date(request.at)) if chosen is not None else None
    if getattr(request, "htmx", False):
        return render(request, "rounds/_extent.html", {"extent": extent})
    return _show(request, form, region, extent)


def _show(
    request: HttpRequest, form: RoundForm, region: Region, extent: Extent | None = None, status: int = 200
) -> HttpResponse:
    chosen = form.chosen() if form.is_bound else Chosen()
    if extent is None and chosen is not None:
        extent = extent_of(region.pk, chosen, local_date(request.at))
    context = {"form": form, "region": region, "extent": extent, "regions": run_regions(request.roles)}
    return render(request, "rounds/round_new.html", context, status=status)
