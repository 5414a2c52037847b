"""What every request passes: the session's limits, the circumstances that the log cites, refusals as pages."""

import uuid
from collections.abc import Callable
from datetime import datetime

import structlog
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from portal.core import clock
from portal.core.audit.context import Circumstances, acting_under
from portal.core.errors import Refusal
from portal.core.people.adapter import AUTHENTICATION_KEY, needs_second_factor, note_second_factor
from portal.core.units.queries import roles_of
from portal.core.web.kept_form import keep_form
from portal.core.web.problems import problem_page
from portal.core.web.refusals import refusal_page

GetResponse = Callable[[HttpRequest], HttpResponse]

SEEN = "portal_seen"
STARTED = "portal_started"
BACKGROUND = "X-Background"
"""A header on what the page fetches by itself: such a request does not count as use, and ends no session."""
SEEN_PRECISION = 60  # seconds: the session is written at most once a minute for the idle limit's sake


class SessionLimitMiddleware:
    """Ends a session 30 minutes after its last use or 12 hours after its start, keeping what was being typed."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY not in request.session:
            return self._answer(request)
        now = clock.now().timestamp()
        started = request.session.setdefault(STARTED, now)
        seen = request.session.get(SEEN, now)
        idle, total = settings.SESSION_IDLE_LIMIT, settings.SESSION_TOTAL_LIMIT
        in_background = BACKGROUND in request.headers
        if now - seen > idle.total_seconds() or now - started > total.total_seconds():
            # The page's own request must not take the place of the one that holds what was being typed.
            return HttpResponse(status=204) if in_background else self._sign_out(request)
        if in_background:
            return self._answer(request)
        if SEEN not in request.session or now - seen > SEEN_PRECISION:
            request.session[SEEN] = now
        return self._answer(request)

    def _sign_out(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        logout(request)
        if request.path.startswith("/api/"):
            return self._answer(request)
        return keep_form(request, person)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if SESSION_KEY in request.session and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response


class AuditContextMiddleware:
    """Gives the request its id, its roles (``request.roles``, read when first asked for) and the circumstances
    that the audit log cites. Sends a person without a second factor to set one up."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = clock.now()
        request.roles = SimpleLazyObject(lambda: roles_of(request.user, clock.local_date(request.at)))
        request_id = str(uuid.uuid4())
        signed_in = request.session.get(AUTHENTICATION_KEY, {})
        structlog.contextvars.bind_contextvars(request_id=request_id)
        with acting_under(Circumstances(request_id=request_id, **signed_in)):
            response = self._second_factor(request, signed_in) or self.get_response(request)
        structlog.contextvars.clear_contextvars()
        response["X-Request-ID"] = request_id
        return response

    def _second_factor(self, request: HttpRequest, signed_in: dict) -> HttpResponse | None:
        if signed_in.get("acr") != "password" or request.path.startswith(("/konto/", "/static/")):
            return None
        if not needs_second_factor(request.user):
            note_second_factor(request)
            return None
        if request.path.startswith("/api/"):
            return problem_page(403, "second_factor_missing", "Skaffa en andra faktor i portalen först.")
        return redirect(reverse("mfa_activate_totp"))


class RefusalMiddleware:
    """Shows a refusal from an action as a page with its sentence and what to do."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refusal_page(request, exception) if isinstance(exception, Refusal) else None


def read_clock(request: HttpRequest) -> datetime:
    """The moment of the request: one clock for all that happens in it."""
    return request.at
