"""The administrator's pages: people, their access and assignments; units and contracts to read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid
from portal.core.people.hsa_id import normalise_hsa_id
from portal.core.people.models import User
from portal.core.units.access import may_change_roles_of
from portal.core.units.actions.assignments import assign_role, end_assignment
from portal.core.units.actions.people import NewPerson, register_person, reveal_person, set_person_active
from portal.core.units.administering import (
    PEOPLE_ORDER,
    administered_regions,
    assignments_in,
    contracts_of,
    people_found,
    people_of,
    roles_by_person,
    unit_called,
)
from portal.core.units.forms.administration import AssignmentForm, EndForm, PersonForm, RevealForm, SearchForm
from portal.core.units.forms.listing import UnitFilter
from portal.core.units.listing import narrowed
from portal.core.units.models import Assignment, CareUnit, Region, Role
from portal.core.web.pages import for_roles, one_or_404, show_in_form
from portal.core.web.paging import page_of

MOST_SUGGESTED = 300


@for_roles(Role.ADMINISTRATOR)
@require_GET
def show_people(request: HttpRequest) -> HttpResponse:
    """The region's people with what they are now or will be."""
    region, form = _region(request), SearchForm(request.GET)
    people = people_found(people_of(region), form.wish("q"))
    if form.wish("lage"):
        people = people.filter(is_active=form.wish("lage") == "inne")
    page = page_of(request, people, PEOPLE_ORDER)
    roles = roles_by_person(page.rows, region, local_date(request.at))
    rows = [(one, roles.get(one.pk, [])) for one in page.rows]
    context = {"region": region, "filter": form, "page": page, "rows": rows}
    return render(request, "units/people.html", context)


@for_roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def add_one(request: HttpRequest) -> HttpResponse:
    """A new person, without assignments yet."""
    region, form = _region(request), PersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            person = NewPerson(**form.cleaned_data)
            user = register_person(region=region, person=person, by=request.user, at=request.at)
        except (Invalid, Conflict) as refusal:
            show_in_form(form, refusal)
        else:
            messages.success(request, f"{user.display_name} är tillagd. Ge personen ett uppdrag.")
            return redirect("units:person", user.hsa_id)
    status = 422 if form.is_bound else 200
    return render(request, "units/person_new.html", {"region": region, "form": form}, status=status)


@for_roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def show_person(request: HttpRequest, hsa_id: str) -> HttpResponse:
    """One person. POST: give or end an assignment, shut out or let in, see a protected name."""
    region = _region(request)
    person = one_or_404(people_of(region), hsa_id=normalise_hsa_id(hsa_id))
    if request.method != "POST":
        return _person_page(request, region, person)
    act = request.POST.get("gor", "")
    if act == "visa-namn":
        return _reveal(request, region, person)
    require(may_change_roles_of(request.roles, region.pk, person.pk))
    if act not in _ACTS:
        raise Invalid("unknown_act", "Välj vad du vill göra.")
    return _ACTS[act](request, region, person)


def _reveal(request: HttpRequest, region: Region, person: User) -> HttpResponse:
    """The name stands in this answer alone, and is kept nowhere."""
    form = RevealForm(request.POST)
    if not person.protected_identity:
        raise Conflict("not_protected", "Personen har inte skyddade uppgifter. Läs in sidan igen.")
    if form.is_valid():
        try:
            name = reveal_person(
                region=region, user=person, **form.cleaned_data, by=request.user, at=request.at
            )
        except Invalid as refusal:
            show_in_form(form, refusal)
        else:
            return _person_page(request, region, person, name=name)
    return _person_page(request, region, person, revealing=form, status=422)


def _give(request: HttpRequest, region: Region, person: User) -> HttpResponse:
    form = AssignmentForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        unit = unit_called(region, values["unit"]) if values["unit"] else None
        if values["unit"] and unit is None:
            form.add_error("unit", "Ingen vårdenhet i regionen har det HSA-id:t eller namnet.")
            return _person_page(request, region, person, form, status=422)
        try:
            made = assign_role(
                user=person,
                role=values["role"],
                region=region,
                unit=unit,
                valid_from=values["valid_from"],
                valid_to=values["valid_to"],
                by=request.user,
                at=request.at,
            )
        except (Invalid, Conflict) as refusal:
            show_in_form(form, refusal)
        else:
            messages.success(request, f"Uppdraget som {made.get_role_display().lower()} är givet.")
            return redirect("units:person", person.hsa_id)
    return _person_page(request, region, person, form, status=422)


def _end(request: HttpRequest, region: Region, person: User) -> HttpResponse:
    assignment = _assignment(request, region, person)
    form = EndForm(request.POST, prefix=f"slut-{assignment.pk}")
    if form.is_valid():
        try:
            end_assignment(
                assignment=assignment, last_day=form.cleaned_data["last_day"], by=request.user, at=request.at
            )
        except (Invalid, Conflict) as refusal:
            show_in_form(form, refusal)
        else:
            messages.success(
                request, f"Uppdraget som {assignment.get_role_display().lower()} har fått sin sista dag."
            )
            return redirect("units:person", person.hsa_id)
    return _person_page(request, region, person, ending=form, status=422)


def _let_in_or_shut_out(request: HttpRequest, region: Region, person: User) -> HttpResponse:
    active = request.POST["gor"] == "slapp-in"
    set_person_active(region=region, user=person, active=active, by=request.user, at=request.at)
    said = "har tillgång till portalen igen" if active else "är utestängd från nästa sidvisning"
    messages.success(request, f"{person.display_name} {said}.")
    return redirect("units:person", person.hsa_id)


_ACTS = {"ge": _give, "avsluta": _end, "stang-ute": _let_in_or_shut_out, "slapp-in": _let_in_or_shut_out}


def _assignment(request: HttpRequest, region: Region, person: User) -> Assignment:
    wanted = request.POST.get("uppdrag", "")
    rows = {str(one.pk): one for one in assignments_in(region, person)}
    if wanted not in rows:
        raise Conflict("assignment_gone", "Uppdraget finns inte längre. Läs in sidan igen.")
    return rows[wanted]


def _person_page(
    request: HttpRequest,
    region: Region,
    person: User,
    form: AssignmentForm | None = None,
    *,
    ending: EndForm | None = None,
    revealing: RevealForm | None = None,
    name: str = "",
    status: int = 200,
) -> HttpResponse:
    on = local_date(request.at)
    rows = []
    for one in assignments_in(region, person):
        prefix = f"slut-{one.pk}"
        own = (
            ending
            if ending is not None and ending.prefix == prefix
            else EndForm(None, prefix=prefix, initial={"last_day": max(on, one.valid_from)})
        )
        rows.append((one, own if one.valid_to is None or one.valid_to >= on else None))
    context = {
        "region": region,
        "person": person,
        "assignments": rows,
        "form": form or AssignmentForm(initial={"valid_from": on}),
        "ending": ending,
        "revealing": revealing or RevealForm(),
        "name": name,
        "may": may_change_roles_of(request.roles, region.pk, person.pk),
        "suggestions": CareUnit.objects.filter(region=region).order_by("sort_key", "pk")[:MOST_SUGGESTED],
        "on": on,
    }
    return render(request, "units/person.html", context, status=status)


@for_roles(Role.ADMINISTRATOR)
@require_GET
def show_units(request: HttpRequest) -> HttpResponse:
    """The region's units and contracts, to read."""
    region, on = _region(request), local_date(request.at)
    form = UnitFilter(request, frozenset({region.pk}))
    del form.fields["over"]
    units = CareUnit.objects.filter(region=region).select_related("provider")
    units = narrowed(
        units, on, text=form.wish("q"), municipality=form.wish("kommun"), programme=form.wish("vardval")
    )
    page = page_of(request, units, ("sort_key", "id"))
    contracts = contracts_of(page.rows)
    rows = [(one, contracts.get(one.pk, [])) for one in page.rows]
    return render(
        request,
        "units/contracts.html",
        {"region": region, "filter": form, "page": page, "rows": rows, "on": on},
    )


def _region(request: HttpRequest) -> Region:
    """The region that the person administers; the first by name where there are several."""
    return one_or_404(administered_regions(request.roles))
