"""Loans: the list, and what is done with one that is out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from inventory.incidents.access import SEES_INCIDENTS, may_repair
from inventory.incidents.actions.lend import extend_loan, return_loan
from inventory.incidents.forms.acting import ExtendForm
from inventory.incidents.models import Loan
from inventory.incidents.queries import loans_for
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid
from portal.core.web.pages import for_roles, one_or_404
from portal.core.web.paging import page_of

_WHERE_NOW = {
    True: "Datorn ska raderas innan den kan lånas ut igen. Den väntar under Återlämning, Att ta hand om.",
    False: "Inventarien står i lagret.",
}


@for_roles(*SEES_INCIDENTS)
@require_GET
def loan_list(request: HttpRequest) -> HttpResponse:
    """What the region's store has lent, newest first; those past their day are marked."""
    chosen = request.GET.get("lage", "ute")
    chosen = chosen if chosen in ("ute", "sena", "alla") else "ute"
    today = local_date(request.at)
    page = page_of(request, loans_for(request.roles, chosen, today), ("-id",))
    rows: list[dict[str, Any]] = [
        {
            "loan": loan,
            "late": loan.returned_at is None and loan.due_on < today,
            "may_return": loan.returned_at is None and bool(may_repair(request.roles, loan.unit)),
        }
        for loan in page.rows
    ]
    return render(request, "incidents/loan_list.html", {"page": page, "rows": rows, "chosen": chosen})


@for_roles(*SEES_INCIDENTS)
@require_POST
def loan_return(request: HttpRequest, pk: int) -> HttpResponse:
    loan = one_or_404(Loan.objects.visible_to(request.roles), pk=pk)
    try:
        asset = return_loan(loan=loan, by=request.user, at=request.at).asset
    except Conflict as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, f"Lånet är återlämnat. {_WHERE_NOW[asset.holds_data]}")
    return redirect("incidents:loans")


@for_roles(*SEES_INCIDENTS)
@require_POST
def loan_extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Another day, from the page of the piece; what is wrong with it is told there."""
    loans = Loan.objects.visible_to(request.roles).select_related("asset", "unit")
    loan = one_or_404(loans, pk=pk)
    require(may_repair(request.roles, loan.unit))
    form = ExtendForm(request.POST)
    if not form.is_valid():
        messages.warning(request, form.errors["due_on"][0])
    else:
        _extend(request, loan, form)
    return redirect("inventory:detail", loan.asset.asset_number)


def _extend(request: HttpRequest, loan: Loan, form: ExtendForm) -> None:
    try:
        extend_loan(loan=loan, by=request.user, at=request.at, **form.cleaned_data)
    except (Conflict, Invalid) as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, "Lånet har en ny dag.")
