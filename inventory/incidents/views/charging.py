"""What units are to pay: the list with its files, and what is done with a charge on the page of its incident."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from inventory.incidents.access import SEES_INCIDENTS, may_invoice, may_waive
from inventory.incidents.actions.charge import mark_invoiced, waive_charge
from inventory.incidents.forms.acting import InvoiceForm, WaiveForm
from inventory.incidents.forms.filters import ChargeFilter
from inventory.incidents.models import Charge, Incident
from inventory.incidents.money import kronor, plain_kronor
from inventory.incidents.presentation import charge_shown
from inventory.incidents.queries import ORDER, charges_for
from inventory.incidents.views.acting import Act, acting_on, attempt, called
from inventory.incidents.views.detail import charge_of
from inventory.sources import addresses_of
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Conflict
from portal.core.sheets import Value, as_file
from portal.core.web.files import attached
from portal.core.web.pages import for_roles
from portal.core.web.paging import page_of

HEADINGS = (
    "Underlag",
    "Enhet",
    "HSA-id",
    "Inventarienummer",
    "Artikel",
    "Vad det gäller",
    "Belopp (kr, utan moms)",
    "Beslutad den",
    "Beslutad av",
    "Läge",
    "Fakturanummer",
    "Fakturadatum",
    "Markerad av",
)


@for_roles(*SEES_INCIDENTS)
@require_GET
def charge_list(request: HttpRequest) -> HttpResponse:
    """What the units that the person sees are to pay, latest first, with the sum of all that the filters leave."""
    form = ChargeFilter(request.GET, today=local_date(request.at))
    charges = charges_for(request.roles, form.chosen)
    page = page_of(request, charges, ORDER)
    urls = addresses_of({charge.source for charge in page.rows})
    context = {
        "form": form,
        "page": page,
        "rows": [(charge_shown(charge), urls.get(charge.source, "")) for charge in page.rows],
        "total": kronor(charges.aggregate(total=Sum("amount"))["total"] or 0),
        "query": urlencode([(name, value) for name, value in form.chosen.items() if value]),
        "filtered": any(form.chosen.values()),
    }
    return render(request, "incidents/charge_list.html", context)


@for_roles(*SEES_INCIDENTS)
@require_GET
def charge_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list as a file, all its pages."""
    form = ChargeFilter(request.GET, today=local_date(request.at))
    rows = _rows(charges_for(request.roles, form.chosen).order_by(*ORDER).iterator(chunk_size=1000))
    content = as_file(kind, "Debiteringar", HEADINGS, rows)
    return attached(content, f"debiteringar-{local_date(request.at).isoformat()}.{kind}")


@for_roles(*SEES_INCIDENTS)
@require_POST
def invoice(request: HttpRequest, number: str) -> HttpResponse:
    incident = called(request, number)
    require(may_invoice(request.roles, incident.unit))
    act = _acting_on_charge(request, mark_invoiced, incident)
    form = InvoiceForm(request.POST)
    return attempt(request, incident, "invoice", form, act, "Debiteringen är markerad som fakturerad.")


@for_roles(*SEES_INCIDENTS)
@require_POST
def waive(request: HttpRequest, number: str) -> HttpResponse:
    incident = called(request, number)
    require(may_waive(request.roles, incident.unit))
    act = _acting_on_charge(request, waive_charge, incident)
    return attempt(request, incident, "waive", WaiveForm(request.POST), act, "Debiteringen är efterskänkt.")


def _acting_on_charge(request: HttpRequest, action: Callable[..., object], incident: Incident) -> Act:
    def act(values: dict[str, Any]) -> object:
        charge = charge_of(incident)
        if charge is None:
            raise Conflict("nothing_charged", "Enheten ska inte betala något för den här incidenten.")
        return acting_on(request, action, charge=charge)(values)

    return act


def _rows(charges: Iterable[Charge]) -> Iterator[list[Value]]:
    for charge in charges:
        yield [
            charge.source,
            charge.unit.name,
            charge.unit.hsa_id,
            charge.asset.asset_number,
            charge.asset.item_name,
            charge.purpose,
            plain_kronor(charge.amount),
            local_date(charge.decided_at),
            charge.decided_by.display_name,
            charge_shown(charge).tag.label,
            charge.invoice_reference,
            charge.invoiced_on,
            charge.invoiced_by.display_name if charge.invoiced_by else "",
        ]
