"""The API's own description (OpenAPI 3.1) at /api/v1/schema/, and the answer to addresses that do not exist."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from portal.core.web.api import PortalAPIView
from portal.core.web.problems import problem_page


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "portal.core.web.api_defaults.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "Ordet Token, ett mellanslag och nyckeln: `Authorization: Token 0f3c…`.",
        }


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "portal.core.web.api_defaults.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        from django.conf import settings

        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "Webbläsarens inloggning. Det som ändrar något kräver också X-CSRFToken.",
        }


class StrictObject(OpenApiSerializerExtension):
    """Says of what is sent in that nothing more may stand in it."""

    target_class = "portal.core.web.api_input.StrictSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return {**schema, "additionalProperties": False}


def complete(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """What holds for every operation: the challenge of a 401, and the request's id in the log."""
    for operations in result["paths"].values():
        for operation in operations.values():
            for status, response in operation.get("responses", {}).items():
                headers = response.setdefault("headers", {})
                headers["X-Request-ID"] = {
                    "schema": {"type": "string"},
                    "description": "Anropets id i loggen.",
                }
                if status == "401":
                    headers["WWW-Authenticate"] = {"schema": {"type": "string"}, "required": True}
    return result


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """Made once per process: it depends on the code alone."""
    return SchemaGenerator().get_schema(request=None, public=True)


class SchemaView(PortalAPIView):
    """Readable without sign-in, as JSON or, for those who ask for it, YAML."""

    authentication_classes = ()
    permission_classes = ()
    renderer_classes = (OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer2, OpenApiYamlRenderer)

    @extend_schema(exclude=True)
    def get(self, request: Any) -> Response:
        return Response(description(), headers={"Cache-Control": "public, max-age=300"})


@csrf_exempt
def no_such_address(request: HttpRequest) -> HttpResponse:
    """404 as a problem for every other address under /api/, with a hint when only the last slash is missing."""
    try:
        found = not request.path_info.endswith("/") and resolve(f"{request.path_info}/").func
    except Resolver404:
        found = None
    detail = "Adressen finns inte. De som finns står i /api/v1/schema/."
    if found and found is not no_such_address:
        detail = "Adressen ska sluta med snedstreck."
    return problem_page(404, "not_found", detail)
