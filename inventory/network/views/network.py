"""Pages of network contact: computers not seen, sightings from a file, and what the region did not supply."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from inventory.access import SEES_ASSETS
from inventory.network.access import DECIDERS, FEEDERS, may_decide
from inventory.network.actions.contacts import record_contacts
from inventory.network.actions.deviations import decide_deviation
from inventory.network.forms.network import ContactsForm, DecisionForm
from inventory.network.models import NetworkDeviation
from inventory.network.queries import regions_of, unseen_of, unseen_terms
from inventory.network.reading import contacts_in
from inventory.tables.reading import require_size
from portal.core.access import Denied
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid
from portal.core.web.pages import for_roles, one_or_404, own_units, show_in_form
from portal.core.web.paging import page_of

S = NetworkDeviation.State
TAGS = {
    S.OPEN: ("Att utreda", "warning", "clock"),
    S.EXPLAINED: ("Förklarad", "success", "circle-check"),
    S.REMOVED: ("Bortkopplad", "neutral", "x"),
}


@for_roles(*SEES_ASSETS)
@require_GET
def unseen(request: HttpRequest) -> HttpResponse:
    """Computers that have not been on the network for longer than the term says, the longest away first."""
    today = local_date(request.at)
    regions = request.roles.all_region_ids | {unit.region_id for unit in own_units(request)}
    terms = unseen_terms(regions, today)
    assets = unseen_of(request.roles, terms, today)
    unit = request.GET.get("enhet", "").upper()
    page = page_of(
        request,
        assets.filter(unit__hsa_id=unit) if unit.isascii() and unit.isprintable() and unit else assets,
        ("since", "pk"),
    )
    context = {
        "page": page,
        "terms": sorted(set(terms.values())),
        "unit": page.rows[0].unit if unit and page.rows else None,
        "filtered": bool(unit),
        "may_feed": request.roles.has(*FEEDERS),
        "may_decide": request.roles.has(*DECIDERS, *FEEDERS),
    }
    return render(request, "network/unseen.html", context)


@for_roles(*FEEDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Sightings from a file; the answer tells what became of them."""
    asked = request.method == "POST"
    form = ContactsForm(regions_of(request.roles, FEEDERS), *((request.POST, request.FILES) if asked else ()))
    outcome = None
    if asked and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            require_size(file.size)
            outcome = record_contacts(
                region=form.chosen, contacts=contacts_in(file.read()), by=request.user, at=request.at
            )
        except Invalid as refusal:
            show_in_form(form, refusal)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "network/upload.html", {"form": form, "outcome": outcome}, status=status)


@for_roles(*DECIDERS, *FEEDERS)
@require_GET
def deviations(request: HttpRequest) -> HttpResponse:
    """What was seen and is not the region's; ``alla=1`` with what is decided too."""
    shown = NetworkDeviation.objects.visible_to(request.roles).select_related("unit")
    everything = request.GET.get("alla") == "1"
    page = page_of(request, shown if everything else shown.open(), ("-last_seen_on", "-pk"))
    rows = [(one, TAGS[S(one.state)]) for one in page.rows]
    return render(request, "network/deviations.html", {"page": page, "rows": rows, "everything": everything})


@for_roles(*DECIDERS, *FEEDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def deviation(request: HttpRequest, pk: int) -> HttpResponse:
    """One machine, and the decision about it."""
    shown = NetworkDeviation.objects.visible_to(request.roles).select_related("unit", "decided_by")
    one = one_or_404(shown, pk=pk)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    may = may_decide(request.roles, one)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() or isinstance(may, Denied):
            try:
                values = {"state": form["state"].value() or "", "note": form["note"].value() or ""}
                decide_deviation(deviation=one, **values, by=request.user, at=request.at)
                messages.success(request, f"{one.serial_number} är avgjord.")
                return redirect("network:deviations")
            except (Invalid, Conflict) as refusal:
                show_in_form(form, refusal)
                status = refusal.status
    context = {"one": one, "tag": TAGS[S(one.state)], "form": form, "may": may}
    return render(request, "network/deviation.html", context, status=status)
