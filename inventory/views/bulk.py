"""Changing several pieces: choose, see what would become of each, and do it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from inventory.access import CHANGES_ASSETS
from inventory.actions.bulk import MOST, change_assets, check_change, mark_of, outcomes_of, pieces_called
from inventory.forms.assets import AssetFilter, ChangeForm
from inventory.queries.lists import list_assets
from portal.core.errors import Conflict, Invalid, Missing, Refusal
from portal.core.web.pages import for_roles, show_in_form


@require_POST
@for_roles(*CHANGES_ASSETS)
def change_many(request: HttpRequest) -> HttpResponse:
    """``steg`` is empty when the pieces come from the list, then ``granska``, then ``genomfor``."""
    numbers = _numbers(request)
    step = request.POST.get("steg", "")
    form = ChangeForm(request.POST if step else None)
    if not step or not form.is_valid():
        return _page(request, numbers, form, status=422 if step else 200)
    try:
        change = form.change()
        check_change(change)
        if step == "genomfor":
            seen = request.POST.get("sett", "")
            count = change_assets(numbers=numbers, change=change, seen=seen, by=request.user, at=request.at)
            messages.success(
                request, f"{count} {'inventarie är ändrad' if count == 1 else 'inventarier är ändrade'}."
            )
            return redirect(f"{reverse('inventory:list')}?{request.POST.get('urval', '')}")
    except Conflict as conflict:
        return _page(request, numbers, form, preview=True, problem=conflict.message, status=409)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        show_in_form(form, refusal)
        return _page(request, numbers, form, status=422)
    return _page(request, numbers, form, preview=True)


def _numbers(request: HttpRequest) -> list[str]:
    """The marked pieces, or all that the filter shows. Raises Invalid for none and for more than 1 000."""
    numbers = request.POST.getlist("inventarie")
    if request.POST.get("alla"):
        wishes = AssetFilter(request, QueryDict(request.POST.get("urval", ""))).wishes()
        found = list_assets(request.roles, wishes).order_by("asset_number")
        numbers = list(found.values_list("asset_number", flat=True)[: MOST + 1])
    if len(numbers) > MOST:
        raise Invalid(
            "too_many", "Filtret visar fler än 1 000 inventarier. Filtrera listan mer och försök igen."
        )
    if not numbers:
        raise Invalid("none_marked", "Markera minst en inventarie i listan.")
    return numbers


def _page(
    request: HttpRequest,
    numbers: list[str],
    form: ChangeForm,
    *,
    preview: bool = False,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    found = pieces_called(numbers, request.roles)
    assets = list(found.select_related("unit").order_by("asset_number"))
    if len(assets) != len(set(numbers)):
        raise Missing("asset_missing", "Någon av inventarierna finns inte. Markera om i listan.")
    context: dict[str, Any] = {
        "form": form,
        "assets": assets,
        "problem": problem,
        "query": request.POST.get("urval", ""),
    }
    if preview:
        outcomes = outcomes_of(assets, form.change(), request.roles)
        context |= {
            "changing": [one for one in outcomes if one.after],
            "staying": [one for one in outcomes if not one.after],
            "mark": mark_of(assets),
        }
    name = "inventory/bulk_preview.html" if preview else "inventory/bulk.html"
    return render(request, name, context, status=status)
