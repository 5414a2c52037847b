"""What someone was typing when the session ended is kept, and offered again after the new sign-in.

It is kept with the browser's new session, for the same person only, and goes when it is offered.
"""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.core.web.addresses import login_address

KEPT = "portal_kept_form"
MOST_BYTES = 100_000


def keep_form(request: HttpRequest, person: Any) -> HttpResponse:
    """Send a signed-out person to sign in again; a form that was being sent is kept on the way."""
    goal = request.get_full_path()
    if request.method == "POST" and person.is_authenticated and _size(request) <= MOST_BYTES:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        request.session[KEPT] = {
            "person": person.pk,
            "action": request.get_full_path(),
            "fields": [pair for pair in fields if pair[0] != "csrfmiddlewaretoken"],
        }
        goal = reverse("web:continue_form")
    elif request.method != "GET":
        goal = "/"
    login = login_address()
    response = redirect(f"{login}?{urlencode({'next': goal})}")
    if getattr(request, "htmx", False) or request.headers.get("HX-Request"):
        response = HttpResponse(status=204, headers={"HX-Redirect": response.url})
    return response


@require_safe
def continue_form(request: HttpRequest) -> HttpResponse:
    """Offer the kept form to the person who wrote it, once."""
    kept = request.session.pop(KEPT, None)
    if not request.user.is_authenticated or not kept or kept["person"] != request.user.pk:
        return redirect("/")
    return render(request, "continue_form.html", {"fields": kept["fields"], "action": kept["action"]})


def _size(request: HttpRequest) -> int:
    return int(request.META.get("CONTENT_LENGTH") or 0)
