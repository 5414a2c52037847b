"""Errors of the API as problem details (RFC 9457), in Swedish, with a stable code."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from portal.core.errors import Refusal

MEDIA_TYPE = "application/problem+json"


def problem(status: int, code: str, title: str, **members: Any) -> Response:
    body = {
        "type": f"urn:utrustningsportalen:{code}",
        "title": title,
        "status": status,
        "code": code,
        **members,
    }
    return Response(body, status=status, content_type=MEDIA_TYPE)


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. None lets an unforeseen error become a 500 and be logged."""
    set_rollback()
    match error:
        case Refusal():
            return problem(error.status, error.code, error.message, **_members(error))
        case exceptions.ValidationError():
            return problem(400, "malformed", "Anropet går inte att läsa.", errors=_flat(error.detail))
        case DjangoValidationError():
            return problem(400, "malformed", "Anropet går inte att läsa.", errors=_flat(error.messages))
        case Http404() | exceptions.NotFound():
            return problem(404, "not_found", "Det finns inget här som du kan se.")
        case PermissionDenied() | exceptions.PermissionDenied():
            return problem(403, "not_allowed", "Du får inte göra det här.")
        case exceptions.APIException():
            response = problem(error.status_code, str(error.default_code), str(error.detail))
            if header := getattr(error, "auth_header", None):
                response["WWW-Authenticate"] = header
            if wait := getattr(error, "wait", None):
                response["Retry-After"] = str(int(wait))
            return response
    return None


def _members(error: Refusal) -> dict[str, Any]:
    members: dict[str, Any] = {"field": error.field} if error.field else {}
    if error.details:
        members["errors"] = [
            {"code": one.code, "detail": one.message, "field": one.field} for one in error.details
        ]
    return members


def _flat(detail: Any, path: str = "") -> list[dict[str, str]]:
    """DRF's nested error detail as a list of field and sentence."""
    if isinstance(detail, dict):
        return [
            row
            for key, value in detail.items()
            for row in _flat(value, f"{path}.{key}" if path else str(key))
        ]
    if isinstance(detail, list | tuple) and any(isinstance(one, dict | list) for one in detail):
        return [row for n, value in enumerate(detail) for row in _flat(value, f"{path}[{n}]")]
    values = detail if isinstance(detail, list | tuple) else [detail]
    return [
        {"field": path, "detail": str(value), "code": getattr(value, "code", "invalid")} for value in values
    ]
