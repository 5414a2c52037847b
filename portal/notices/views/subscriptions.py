"""The page where one makes addresses for subscription, for oneself and for the units that one looks after."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.core.errors import Conflict, Invalid, Missing
from portal.core.units.models import CareUnit
from portal.core.web.pages import own_units, signed_in
from portal.notices.access import may_subscribe
from portal.notices.actions.feeds import create_feed, renew_feed, revoke_feed
from portal.notices.models import FeedToken
from portal.notices.queries.feeds import feeds_of


@dataclass(frozen=True, slots=True)
class Subscription:
    """A row of the page: whose address, and the one in force. ``unit`` None is the person's own."""

    unit: CareUnit | None
    token: FeedToken | None


@dataclass(frozen=True, slots=True)
class Fresh:
    """Addresses as they are shown once, with the key in them."""

    unit: CareUnit | None
    atom: str
    calendar: str


_MAKES: dict[str, Callable[..., str]] = {"skapa": create_feed, "fornya": renew_feed}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def show_subscriptions(request: HttpRequest) -> HttpResponse:
    """The addresses in force. POST: ``gor`` is skapa, fornya or aterkalla, ``enhet`` whose; empty is one's own.

    A new address is shown in the very answer to the POST: put away for the next page it would be stored in clear.
    Sent again the POST is refused, or gives another key in place of the one that was shown.
    """
    if request.method != "POST":
        return _page(request)
    unit, act = _unit(request), request.POST.get("gor", "")
    try:
        if act in _MAKES:
            key = _MAKES[act](unit=unit, by=request.user, at=request.at)
            return _page(request, _fresh(unit, key))
        if act != "aterkalla":
            raise Invalid("unknown_act", "Välj vad du vill göra med adressen.")
        revoke_feed(unit=unit, by=request.user, at=request.at)
    except (Conflict, Missing) as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, "Adressen är återkallad och visar inget längre.")
    return redirect("notices:subscriptions")


def _unit(request: HttpRequest) -> CareUnit | None:
    wanted = request.POST.get("enhet", "").upper()
    if not wanted:
        return None
    unit = next((one for one in own_units(request) if one.hsa_id == wanted), None)
    if unit is None:
        raise Missing("no_unit", "Du har inget uppdrag på den vårdenheten.")
    return unit


def _fresh(unit: CareUnit | None, key: str) -> Fresh:
    return Fresh(
        unit,
        settings.PORTAL_URL + reverse("notices:feed_atom", args=[key]),
        settings.PORTAL_URL + reverse("notices:feed_calendar", args=[key]),
    )


def _page(request: HttpRequest, fresh: Fresh | None = None) -> HttpResponse:
    units = [unit for unit in own_units(request) if may_subscribe(request.roles, unit)]
    own, by_unit = feeds_of(request.user, units, request.roles.on)
    rows = [Subscription(None, own), *(Subscription(unit, by_unit.get(unit.pk)) for unit in units)]
    return render(request, "notices/subscriptions.html", {"rows": rows, "fresh": fresh})
