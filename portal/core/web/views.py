"""The portal's own pages: appearance, unit, glossary, accessibility, keyboard."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from portal import glossary
from portal.core.errors import Invalid
from portal.core.web import accessibility, showcase
from portal.core.web.addresses import login_address
from portal.core.web.context import APPEARANCE_COOKIE, APPEARANCES, person_of

YEAR = 365 * 24 * 3600
UNIT_KEY = "unit"


@require_POST
def set_appearance(request: HttpRequest) -> HttpResponse:
    """Keep the wish for light or dark in a cookie, and go back to the page that asked."""
    wish = request.POST.get("appearance", "")
    if wish not in APPEARANCES:
        raise Invalid("unknown_appearance", "Välj ljust, mörkt eller som datorn.")
    response = HttpResponseRedirect(_back(request))
    response.set_cookie(
        APPEARANCE_COOKIE, wish, max_age=YEAR, secure=settings.PORTAL_HTTPS, httponly=True, samesite="Lax"
    )
    return response


@require_POST
def choose_unit(request: HttpRequest) -> HttpResponse:
    """Work as another of one's units. The choice is kept in the session under ``UNIT_KEY`` as an HSA-id."""
    person, wish = person_of(request), request.POST.get("unit", "")
    if person is None:
        return HttpResponseRedirect(login_address())
    if wish not in {unit.value for unit in person.units}:
        raise Invalid("unknown_unit", "Välj en av dina enheter.")
    request.session[UNIT_KEY] = wish
    return HttpResponseRedirect("/")


@require_GET
def show_glossary(request: HttpRequest) -> HttpResponse:
    return render(request, "web/glossary.html", {"terms": glossary.sorted_terms()})


@require_GET
def show_accessibility(request: HttpRequest) -> HttpResponse:
    contact = settings.ACCESSIBILITY_CONTACT
    return render(
        request, "web/accessibility.html", {"statement": accessibility.STATEMENT, "contact": contact}
    )


@require_GET
def show_shortcuts(request: HttpRequest) -> HttpResponse:
    return render(request, "web/shortcuts.html")


@require_GET
def show_components(request: HttpRequest) -> HttpResponse:
    """The components in their states, for those who write templates. Only in the demo."""
    return render(request, "web/components.html", showcase.examples(request))


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return "/"
