"""What the API does by default: authentication and paging. Apart from ``api`` since DRF's views import it."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from knox.auth import TokenAuthentication as KnoxTokenAuthentication
from knox.crypto import hash_token
from knox.models import AuthToken
from rest_framework import authentication, exceptions, pagination

from portal.core import clock
from portal.core.errors import Invalid, NotAllowed
from portal.core.people.models import User
from portal.core.rows import one_of
from portal.core.web.paging import BadKey, slice_of


class TokenAuthentication(KnoxTokenAuthentication):
    """``Authorization: Token …``. One query; a person who is shut out has no tokens that work.

    The token is looked up by its hash, which is the primary key. Nothing is written: knox's own way removes expired
    tokens at every call.
    """

    def authenticate_credentials(self, token: bytes) -> tuple[User, AuthToken]:
        if not token.isalnum():
            raise exceptions.AuthenticationFailed
        tokens = AuthToken.objects.select_related("user")
        row = one_of(tokens.filter(digest=hash_token(token.decode("ascii"))))
        if row is None or not row.user.is_active or (row.expiry and row.expiry <= clock.now()):
            raise exceptions.AuthenticationFailed
        return row.user, row


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session, with CSRF protection."""

    def authenticate_header(self, request: Any) -> str:
        return "Session"

    def enforce_csrf(self, request: Any) -> None:
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied:
            raise NotAllowed(
                "csrf_failed", "Anropet saknar sidans skyddskod (X-CSRFToken). Läs in sidan igen."
            ) from None


class KeysetPagination(pagination.BasePagination):
    """Pages by key, so that the last page costs what the first does: ``?cursor=…&page_size=1–500``.

    The answer is ``{"next": address or null, "previous": address or null, "results": […]}``.
    """

    page_size = 100
    max_page_size = 500

    def page(self, request: Any, queryset: QuerySet, order: tuple[str, ...], size: int, cursor: str) -> dict:
        """One page, one query. ``order`` as in ``portal.core.web.paging``. Raises Invalid for a bad cursor."""
        backwards = cursor.startswith("-")
        try:
            page = slice_of(queryset, order, size, key=cursor.removeprefix("-"), backwards=backwards)
        except BadKey:
            raise Invalid(
                "bad_cursor", "Markören går inte att läsa. Börja om från första sidan.", field="cursor"
            ) from None
        return {
            "next": _address(request, page.next) if page.next else None,
            "previous": _address(request, f"-{page.previous}") if page.previous else None,
            "results": page.rows,
        }

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**link, "description": "Nästa sida; null på den sista."},
                "previous": {**link, "description": "Föregående sida; null på den första."},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return []


def _address(request: Any, cursor: str) -> str:
    parameters = {**request.query_params.dict(), "cursor": cursor}
    return request.build_absolute_uri(f"{request.path}?{urlencode(parameters)}")
