"""The API's settings that no environment changes, read by ``portal.settings``."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "portal.core.web.api_defaults.TokenAuthentication",
        "portal.core.web.api_defaults.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["portal.core.web.api_parsing.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "portal.core.web.api_defaults.KeysetPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "portal.core.web.problems.problem_response",
    "DEFAULT_METADATA_CLASS": None,
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Utrustningsportalen",
    "DESCRIPTION": (
        "Beställning, tilldelning och utrustning för privata vårdenheter. "
        "Anrop görs med `Authorization: Token …`; nyckeln skapas med `manage.py api_token HSA-ID`. "
        "Varje fel är `application/problem+json` (RFC 9457) med en fast kod. "
        "Okända uppgifter och parametrar avvisas. Tider är UTC, dagar svenska."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    # Choices stand where they are used, with what each code means.
    "POSTPROCESSING_HOOKS": ["portal.core.web.api_schema.complete"],
}
