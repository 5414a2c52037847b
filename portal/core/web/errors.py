"""Pages for what went wrong: what happened in plain Swedish, and what to do now.

A refusal from an action has its own page (``portal.core.web.refusals``). The server error draws no menu and asks
no database, since that may be what failed. Programs, that is calls under /api/, get a problem instead.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from portal.core.web.problems import problem_page

LAST_RESORT = """<!doctype html><html lang="sv"><title>Något gick fel hos oss</title><h1>Något gick fel hos oss</h1>
<p>Felet är loggat. Vänta en minut, <a href="/">gå till startsidan</a> och kontrollera om det du skickade kom med.</p>"""


Page = Callable[..., HttpResponse]


def _or_problem(status: int, code: str, detail: str) -> Callable[[Page], Page]:
    """The page for people, the same as problem details for programs."""

    def decorate(page: Page) -> Page:
        @wraps(page)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.path.startswith("/api/"):
                return problem_page(status, code, detail)
            return page(request, *args, **kwargs)

        return answer

    return decorate


@_or_problem(400, "bad_request", "Anropet går inte att läsa. Kontrollera adress och innehåll.")
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return render(request, "errors/413.html", status=413)
    return render(request, "errors/400.html", status=400)


@_or_problem(403, "not_allowed", "Du har inget uppdrag som ger rätt till det här.")
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


@_or_problem(404, "not_found", "Adressen finns inte. De som finns står i /api/v1/schema/.")
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


@_or_problem(500, "server_error", "Felet är loggat. Försök igen om en stund.")
def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without a request, so that no context processor runs; in plain words if even that fails."""
    try:
        page = get_template("errors/500.html").render({})
    except Exception:  # whatever broke the page may have broken this one too
        page = LAST_RESORT
    return HttpResponse(page, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token did not match: most often a page that has stood open over a new sign-in."""
    return render(request, "errors/csrf.html", status=403)


def locked_out(
    request: HttpRequest, credentials: dict | None = None, *args: object, **kwargs: object
) -> HttpResponse:
    """Too many failed sign-ins, by django-axes."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "errors/locked_out.html", {"minutes": minutes}, status=429)
