"""Choosing whom to be. The addresses exist only in the demo."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.core.errors import Invalid
from portal.core.people.adapter import remember_sign_in
from portal.core.web.kept_form import KEPT
from portal.home.demo.people import groups, person_called

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@require_http_methods(["GET", "POST"])
def choose_person(request: HttpRequest) -> HttpResponse:
    """Show who one can be; sign in as the one whose button was pressed, in a session of its own. What that person
    was typing when the last session ended comes along."""
    if not settings.PORTAL_DEMO:
        raise Http404
    if request.method == "GET":
        goal = _goal(request, request.GET.get("next", ""))
        return render(request, "home/demo.html", {"groups": groups(), "goal": goal})
    user = person_called(request.POST.get("person", ""))
    if user is None:
        raise Invalid("unknown_person", "Välj en av personerna i demon.")
    kept = request.session.get(KEPT)
    request.session.flush()
    login(request, user, backend=BACKEND)
    if kept and kept["person"] == user.pk:
        request.session[KEPT] = kept
    remember_sign_in(request, provider="demo", acr="demo", at=request.at)
    return HttpResponseRedirect(_goal(request, request.POST.get("next", "")))


def _goal(request: HttpRequest, wish: str) -> str:
    """Where to go after signing in: an address of our own, else the start page."""
    hosts = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(wish, allowed_hosts=hosts, require_https=request.is_secure())
    return wish if safe else "/"
