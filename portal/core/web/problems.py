"""Errors of the API as problem details (RFC 9457), in Swedish, with a stable code.

``title`` says in short what kind of error it is, ``detail`` what is wrong and what to do, ``code`` is for programs.
``errors`` holds every single fault with its field when there are several, or when the one has a place in the call.
"""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404, HttpResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from portal.core.errors import Refusal

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "Anropet går inte att läsa",
    401: "Inloggning behövs",
    403: "Du kan inte göra det här",
    404: "Det finns inget här som du kan se",
    405: "Adressen kan inte användas på det sättet",
    406: "Svaret finns inte i det formatet",
    409: "Läget har ändrats",
    411: "Anropets längd saknas",
    413: "Anropet är för stort",
    415: "Innehållet har fel format",
    422: "Uppgifterna går inte att använda",
    429: "För många anrop",
    500: "Något gick fel hos oss",
}
_OF_FRAMEWORK: tuple[tuple[tuple[type[Exception], ...], int, str, str], ...] = (
    (
        (Http404, exceptions.NotFound),
        404,
        "not_found",
        "Kontrollera adressen. Det som hör till en annan enhet visas inte.",
    ),
    (
        (PermissionDenied, exceptions.PermissionDenied),
        403,
        "not_allowed",
        "Du har inget uppdrag som ger rätt till det här.",
    ),
    ((exceptions.NotAuthenticated,), 401, "not_authenticated", "Skicka en nyckel: Authorization: Token …"),
    (
        (exceptions.AuthenticationFailed,),
        401,
        "authentication_failed",
        "Nyckeln gäller inte. Den kan ha gått ut, eller så har personen inte längre tillgång till portalen.",
    ),
    ((exceptions.ParseError,), 400, "malformed_json", "Innehållet är inte giltig JSON."),
    (
        (exceptions.MethodNotAllowed,),
        405,
        "method_not_allowed",
        "Metoderna som går att använda står i Allow.",
    ),
    ((exceptions.NotAcceptable,), 406, "not_acceptable", "Be om application/json."),
    ((exceptions.UnsupportedMediaType,), 415, "unsupported_media_type", "Skicka application/json."),
    ((exceptions.Throttled,), 429, "too_many_requests", "Vänta en stund och försök igen."),
)


def body_of(status: int, code: str, detail: str, **members: Any) -> dict[str, Any]:
    """The members of a problem, in the order of the standard."""
    return {
        "type": f"urn:utrustningsportalen:{code}",
        "title": TITLES.get(status, "Det gick inte"),
        "status": status,
        "detail": detail,
        "code": code,
        **members,
    }


def problem_page(status: int, code: str, detail: str) -> HttpResponse:
    """A problem outside the API's own views: unknown addresses, middleware, what Django itself refuses."""
    body = json.dumps(body_of(status, code, detail), ensure_ascii=False)
    return HttpResponse(body, status=status, content_type=MEDIA_TYPE)


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. None lets an unforeseen error become a 500 and be logged."""
    set_rollback()
    body = _problem(error)
    if body is None:
        return None
    return Response(body, status=body["status"], content_type=MEDIA_TYPE, headers=_headers(error))


def _problem(error: Exception) -> dict[str, Any] | None:
    if isinstance(error, Refusal):
        return _refusal(error)
    if isinstance(error, exceptions.ValidationError):
        return _malformed(_flat(error.detail))
    if isinstance(error, DjangoValidationError):
        return _malformed(_flat(list(error.messages)))
    for kinds, status, code, detail in _OF_FRAMEWORK:
        if isinstance(error, kinds):
            return body_of(status, code, detail)
    if isinstance(error, exceptions.APIException):
        return body_of(error.status_code, str(error.default_code), str(error.detail))
    return None


def _refusal(error: Refusal) -> dict[str, Any]:
    """One fault lends its code and sentence to the whole."""
    one = error.details[0] if len(error.details) == 1 else error
    members: dict[str, Any] = {"field": one.field} if one.field else {}
    if error.details:
        members["errors"] = [
            {"field": fault.field, "code": fault.code, "detail": fault.message} for fault in error.details
        ]
    return body_of(error.status, one.code, one.message, **members)


def _malformed(faults: list[dict[str, str]]) -> dict[str, Any]:
    places = ", ".join(dict.fromkeys(fault["field"] for fault in faults if fault["field"]))
    detail = f"Rätta {places[:200]} och försök igen." if places else faults[0]["detail"]
    return body_of(400, "malformed", detail, errors=faults)


def _headers(error: Exception) -> dict[str, str]:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return headers


def _flat(detail: Any, path: str = "") -> list[dict[str, str]]:
    """DRF's nested error detail as a list of field, code and sentence: ``lines[0].quantity``."""
    if isinstance(detail, dict):
        return [row for key, value in detail.items() for row in _flat(value, _deeper(path, key))]
    values = detail if isinstance(detail, list | tuple) else [detail]
    if any(isinstance(one, dict | list) for one in values):
        return [row for place, value in enumerate(values) for row in _flat(value, _deeper(path, place))]
    return [
        {"field": path, "code": str(getattr(value, "code", "invalid")), "detail": str(value)}
        for value in values
    ]


def _deeper(path: str, key: Any) -> str:
    if key == "non_field_errors":
        return path
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else str(key)
