"""The ordering manager appoints someone to attest in his place, and ends it."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.core.access import Decision
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.units.access import may_appoint_substitute
from portal.core.units.actions.substitutes import appoint_substitute, revoke_substitute
from portal.core.units.forms.substitutes import SubstituteForm
from portal.core.units.models import Region, Role, Substitution
from portal.core.units.queries import possible_substitutes
from portal.core.web.pages import for_roles, key_from, one_or_404, show_in_form

MOST_PAST = 20


@dataclass(frozen=True, slots=True)
class Appointed:
    """An appointment as the page shows it. ``standing``: now, later or over."""

    row: Substitution
    standing: str
    own: bool


@for_roles(Role.ORDERING_MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def show_substitutes(request: HttpRequest) -> HttpResponse:
    """The region's appointments. POST: appoint (the ordering manager himself), or revoke one's own."""
    region = _region(request)
    if request.method != "POST":
        return _page(request, region, _form(request, region))
    may = may_appoint_substitute(request.roles, region.pk)
    if not may:
        raise NotAllowed(may.code, may.sentence)
    return _revoke(request, region) if "revoke" in request.POST else _appoint(request, region)


def _appoint(request: HttpRequest, region: Region) -> HttpResponse:
    form = _form(request, region)
    if form.is_valid():
        try:
            made = appoint_substitute(region=region, **form.cleaned_data, by=request.user, at=request.at)
        except (Invalid, Conflict) as refusal:
            show_in_form(form, refusal)
        else:
            messages.success(request, f"{made.substitute.display_name} är utsedd och får besked.")
            return redirect("units:substitutes")
    return _page(request, region, form, status=422)


def _revoke(request: HttpRequest, region: Region) -> HttpResponse:
    row = one_or_404(Substitution.objects.filter(region=region), pk=key_from(request.POST["revoke"]))
    try:
        revoke_substitute(substitution=row, by=request.user, at=request.at)
    except Conflict as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, "Uppdraget som ersättare är återkallat och upphör nu.")
    return redirect("units:substitutes")


def _page(request: HttpRequest, region: Region, form: SubstituteForm, status: int = 200) -> HttpResponse:
    may: Decision = may_appoint_substitute(request.roles, region.pk)
    rows = [_appointed(row, request) for row in _rows(request, region)]
    context = {
        "form": form,
        "may": may,
        "now": [one for one in rows if one.standing == "now"],
        "later": [one for one in rows if one.standing == "later"],
        "over": [one for one in rows if one.standing == "over"][:MOST_PAST],
    }
    return render(request, "units/substitutes.html", context, status=status)


def _rows(request: HttpRequest, region: Region) -> QuerySet[Substitution]:
    rows = Substitution.objects.filter(region=region).select_related("principal", "substitute")
    return rows.order_by("-valid_from", "-pk")[:100]


def _appointed(row: Substitution, request: HttpRequest) -> Appointed:
    return Appointed(row, _standing(row, local_date(request.at)), own=row.principal_id == request.user.pk)


def _standing(row: Substitution, on: date) -> str:
    if row.revoked_at or row.valid_to < on:
        return "over"
    return "later" if row.valid_from > on else "now"


def _form(request: HttpRequest, region: Region) -> SubstituteForm:
    on = local_date(request.at)
    people = possible_substitutes(region.pk, on).exclude(pk=request.user.pk)
    return SubstituteForm(people, on, request.POST if request.method == "POST" else None)


def _region(request: HttpRequest) -> Region:
    """The region where the person is ordering manager, else where he is a substitute."""
    own = request.roles.regions_with(Role.ORDERING_MANAGER)
    for_others = {one.region_id for one in request.roles.substitutions}
    return one_or_404(Region.objects.order_by("name"), pk__in=own or for_others)
