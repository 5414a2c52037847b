"""One charge: what it is for, what it was decided in, and what is done with it."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from inventory.incidents.access import SEES_INCIDENTS, may_invoice, may_waive
from inventory.incidents.actions.charge import mark_invoiced, waive_charge
from inventory.incidents.forms.acting import InvoiceForm, WaiveForm
from inventory.incidents.models import Charge
from inventory.incidents.presentation import charge_shown
from inventory.sources import addresses_of
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid
from portal.core.web.pages import for_roles, one_or_404, show_in_form


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*SEES_INCIDENTS)
def charge_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A POST invoices or waives, as its button ``gor`` says."""
    people = ("decided_by", "invoiced_by", "waived_by")
    charges = Charge.objects.visible_to(request.roles).select_related("unit", "asset", *people)
    charge = one_or_404(charges, pk=pk)
    if request.method != "POST":
        return _show(request, charge)
    waives = request.POST.get("gor") == "efterskank"
    may = may_waive if waives else may_invoice
    require(may(request.roles, charge.unit))
    form = WaiveForm(request.POST) if waives else InvoiceForm(request.POST)
    if not form.is_valid():
        return _show(request, charge, sent=form, status=422)
    act: Any = waive_charge if waives else mark_invoiced
    try:
        act(charge=charge, by=request.user, at=request.at, **form.cleaned_data)
    except (Invalid, Conflict) as refusal:
        show_in_form(form, refusal)
        return _show(request, charge, sent=form, status=refusal.status)
    messages.success(
        request, "Debiteringen är efterskänkt." if waives else "Debiteringen är markerad som fakturerad."
    )
    return redirect("incidents:charge", pk)


def _show(
    request: HttpRequest, charge: Charge, *, sent: Form | None = None, status: int = 200
) -> HttpResponse:
    """The forms of what the person may do; the one that was sent stays as it was."""
    forms: dict[str, Form] = {}
    if charge.is_open and may_invoice(request.roles, charge.unit):
        today = local_date(request.at)
        forms["invoice"] = (
            sent if isinstance(sent, InvoiceForm) else InvoiceForm(initial={"invoiced_on": today})
        )
    if charge.is_open and may_waive(request.roles, charge.unit):
        forms["waive"] = sent if isinstance(sent, WaiveForm) else WaiveForm()
    context = {
        "charge": charge_shown(charge),
        "source_url": addresses_of({charge.source}).get(charge.source, ""),
        "forms": forms,
        "sent": sent,
    }
    return render(request, "incidents/charge_detail.html", context, status=status)
