"""One unit as the region, and the unit itself, sees it: rights, figures, contract, people, orders, equipment."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from inventory.access import may_register_services
from inventory.queries.services import services_of
from portal.core import clock
from portal.core.errors import Missing
from portal.core.units.actions.figures import MOST_LISTED, MOST_STAFF
from portal.core.units.models import CareUnit
from portal.core.web.pages import one_or_404, signed_in
from portal.core.web.unit_panels import unit_panels
from portal.home.entitlement import RightsView
from portal.home.links import link
from portal.home.queries.standing import people_of, rights_of, standing_of
from portal.home.queries.unit_page import assets_of, contracts_of, figures_of, latest_orders
from portal.home.queries.unit_work import deliveries_to_confirm
from portal.home.views.start import order_rows, unit_links

FURTHEST = timedelta(days=366)
EARLIEST = date(2000, 1, 1)


class WhatIfForm(forms.Form):
    """ "Tänk om": other figures, or another day. Empty fields mean as it is."""

    personal = forms.IntegerField(label="Vårdpersonal", min_value=0, max_value=MOST_STAFF, required=False)
    listade = forms.IntegerField(
        label="Listade patienter", min_value=0, max_value=MOST_LISTED, required=False
    )
    dag = forms.DateField(
        label="Dag", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_dag(self) -> date | None:
        day = self.cleaned_data["dag"]
        if day is not None and not EARLIEST <= day <= self.today + FURTHEST:
            raise forms.ValidationError("Välj en dag från år 2000 till och med ett år framåt.")
        return day

    @property
    def is_asked(self) -> bool:
        return self.is_bound and any(self.data.get(name) for name in self.fields)


@require_GET
@signed_in
def unit_page(request: HttpRequest, hsa_id: str) -> HttpResponse:
    units = CareUnit.objects.visible_to(request.roles).select_related(
        "region", "municipality", "provider", "parent"
    )
    unit = one_or_404(units, hsa_id=hsa_id.upper())
    today = clock.local_date(request.at)
    form = WhatIfForm(request.GET or None, today=today)
    asked = form.is_asked
    values = form.cleaned_data if asked and form.is_valid() else {}
    standing = standing_of(unit, today)
    day = values.get("dag") or today
    then = standing if day == today else standing_of(unit, day)
    rights, problem = _rights(unit, day, then, values)
    deliveries = deliveries_to_confirm(unit)
    works_for_region = unit.region_id in request.roles.all_region_ids
    context = {
        "unit": unit,
        "standing": standing,
        "rights": rights,
        "problem": problem,
        "form": form,
        "asked": bool(values) and asked,
        "asked_day": day if day != today else None,
        "delivered_items": frozenset().union(*(one.item_codes for one in deliveries)),
        "figures": figures_of(unit),
        "contracts": contracts_of(unit),
        "people": people_of(unit, today),
        "order_rows": order_rows(latest_orders(unit)),
        "assets": assets_of(unit),
        "services": services_of(unit, today),
        "services_link": "Ändra tjänster" if may_register_services(request.roles, unit) else "Alla tjänster",
        "more_panels": unit_panels(request, unit),
        "unit_links": unit_links(unit) | {"units": link("units:list") if works_for_region else ""},
        "whose": "Enheten" if works_for_region else "Ni",
    }
    return render(request, "home/unit.html", context, status=422 if asked and form.errors else 200)


def _rights(
    unit: CareUnit, day: date, standing: Any, values: dict[str, Any]
) -> tuple[RightsView | None, str]:
    try:
        staff, listed = values.get("personal"), values.get("listade")
        return rights_of(unit, day, standing, staff=staff, listed=listed), ""
    except Missing as missing:
        return None, missing.message
