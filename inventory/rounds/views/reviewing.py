"""The deviations of a round, decided one by one or in groups."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from inventory.rounds.access import may_run
from inventory.rounds.actions.reviewing import decide_deviations
from inventory.rounds.models import Decision, InventoryRound, Outcome
from inventory.rounds.presentation import OUTCOME_TAGS
from inventory.rounds.queries.answers import deviations_of, finds_of
from inventory.rounds.views.desk import READERS, round_called
from inventory.rounds.workflow import DECISIONS, OF_KNOWN_FIND, OF_UNKNOWN_FIND
from portal.core.access import require
from portal.core.errors import Conflict, Invalid, Refusal
from portal.core.text import is_storable
from portal.core.units.administering import unit_called
from portal.core.units.models import CareUnit
from portal.core.web.pages import for_roles, key_from
from portal.core.web.paging import page_of

FINDS = "FYND"
ORDER = ("round_unit__unit__sort_key", "pk")


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READERS)
def deviations(request: HttpRequest, number: str) -> HttpResponse:
    """A group at a time: what is elsewhere, damaged, missing, or was found. The decisions are those that the group can
    have."""
    inventory_round = round_called(request, number)
    require(may_run(request.roles, inventory_round.region_id))
    group = _group(request, inventory_round)
    if request.method == "POST":
        try:
            count = _decide(request, inventory_round)
        except (Conflict, Invalid) as refusal:
            return _show(request, inventory_round, group, refusal)
        messages.success(request, f"{count} {'avvikelse är' if count == 1 else 'avvikelser är'} granskade.")
        here = reverse("rounds:deviations", args=[inventory_round.number])
        return redirect(f"{here}?grupp={group}")
    return _show(request, inventory_round, group)


def _decide(request: HttpRequest, inventory_round: InventoryRound) -> int:
    return decide_deviations(
        round=inventory_round,
        rows=_keys(request.POST.getlist("rad")),
        finds=_keys(request.POST.getlist("fynd")),
        decision=request.POST.get("decision", ""),
        note=request.POST.get("note", ""),
        unit=_unit(request, inventory_round),
        by=request.user,
        at=request.at,
    )


def _unit(request: HttpRequest, inventory_round: InventoryRound) -> CareUnit | None:
    """Where a piece is moved to, as the coordinator wrote it."""
    text = request.POST.get("unit", "").strip()
    if request.POST.get("decision") != Decision.MOVE or not text:
        return None
    unit = unit_called(inventory_round.region, text) if is_storable(text) else None
    if unit is None:
        raise Invalid("unknown_unit", f"Regionen har ingen enhet som heter {text[:60]}.", field="unit")
    return unit


def _keys(texts: list[str]) -> set[int]:
    return {key_from(one) for one in texts} - {0}


def _group(request: HttpRequest, inventory_round: InventoryRound) -> str:
    """The group that is asked for; else the first that has anything."""
    wanted = request.GET.get("grupp", "")
    if wanted in (*DECISIONS, FINDS):
        return wanted
    counts = _counts(request, inventory_round)
    return next((group for group, count in counts.items() if count), Outcome.ELSEWHERE)


def _counts(request: HttpRequest, inventory_round: InventoryRound) -> dict[str, int]:
    rows = list(deviations_of(inventory_round, request.roles, "").values_list("outcome", flat=True))
    counts = {outcome: rows.count(outcome) for outcome in DECISIONS}
    return counts | {FINDS: finds_of(inventory_round, request.roles).count()}


def _show(
    request: HttpRequest, inventory_round: InventoryRound, group: str, refusal: Refusal | None = None
) -> HttpResponse:
    is_finds = group == FINDS
    found = finds_of(inventory_round, request.roles)
    page = page_of(
        request, found if is_finds else deviations_of(inventory_round, request.roles, group), ORDER
    )
    able = dict.fromkeys((*OF_KNOWN_FIND, *OF_UNKNOWN_FIND)) if is_finds else DECISIONS[group]
    counts = _counts(request, inventory_round)
    labels = [*((one, Outcome(one).label) for one in DECISIONS), (FINDS, "Oväntad utrustning")]
    context = {
        "round": inventory_round,
        "group": group,
        "is_finds": is_finds,
        "groups": [(key, label, counts[key]) for key, label in labels],
        "page": page,
        "tags": OUTCOME_TAGS,
        "decisions": [(one, Decision(one).label) for one in able],
        "asks_unit": Decision.MOVE in able,
        "chosen": request.POST.getlist("rad") + request.POST.getlist("fynd"),
        "note": request.POST.get("note", ""),
        "decision": request.POST.get("decision", ""),
        "refusal": refusal,
    }
    return render(request, "rounds/deviations.html", context, status=refusal.status if refusal else 200)
