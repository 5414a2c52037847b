"""Whose mails do not arrive: the coordinator corrects the address of people at the region's units."""

from collections.abc import Collection

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.core.clock import local_date
from portal.core.errors import Invalid
from portal.core.notifications.queries import failing_addresses
from portal.core.people.models import User
from portal.core.units.actions.people import correct_email
from portal.core.units.forms.addresses import AddressForm
from portal.core.units.models import Role
from portal.core.units.queries import people_at_units, unit_names_of
from portal.core.web.pages import for_roles, one_or_404, show_in_form


@for_roles(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def show_failing(request: HttpRequest) -> HttpResponse:
    """Those whose latest mail failed, longest first. POST: correct one."""
    form = AddressForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid() and _correct(request, form):
        return redirect("units:addresses")
    regions = _regions(request)
    failing = list(failing_addresses(_people(request)))
    units = unit_names_of([one.person_id for one in failing], regions, local_date(request.at))
    sent = form.data.get("person", "") if form else ""
    rows = [
        (
            one,
            units.get(one.person_id, []),
            form
            if sent == one.person.hsa_id
            else AddressForm(initial={"person": one.person.hsa_id}, auto_id=f"id_{one.person_id}_%s"),
        )
        for one in failing
    ]
    context = {"rows": rows, "form": form}
    return render(request, "units/addresses.html", context, status=422 if form else 200)


def _correct(request: HttpRequest, form: AddressForm) -> bool:
    person = one_or_404(_people(request), hsa_id=form.cleaned_data["person"])
    try:
        correct_email(user=person, email=form.cleaned_data["email"], by=request.user, at=request.at)
    except Invalid as refusal:
        show_in_form(form, refusal)
        return False
    messages.success(request, f"Adressen till {person.display_name} är rättad. Nästa mejl går dit.")
    return True


def _regions(request: HttpRequest) -> Collection[int]:
    return request.roles.regions_with(Role.COORDINATOR)


def _people(request: HttpRequest) -> QuerySet[User]:
    return people_at_units(_regions(request), local_date(request.at))
