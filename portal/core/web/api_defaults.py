"""What the API does by default: authentication and paging. Apart from ``api`` since DRF's views import it."""

from collections.abc import Sequence
from typing import Any

from knox.auth import TokenAuthentication as KnoxTokenAuthentication
from rest_framework import authentication, exceptions, pagination


class TokenAuthentication(KnoxTokenAuthentication):
    """``Authorization: Token …``; a person who is shut out has no tokens that work."""


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session, with CSRF protection."""

    def authenticate_header(self, request: Any) -> str:
        return "Session"


class KeysetPagination(pagination.CursorPagination):
    """Pages by key, so that the last page costs what the first does. At most 500 rows."""

    page_size = 100
    max_page_size = 500
    page_size_query_param = "page_size"
    ordering: str | Sequence[str] = "pk"

    def get_page_size(self, request: Any) -> int | None:
        raw = request.query_params.get(self.page_size_query_param)
        if raw is not None and not (
            raw.isascii() and raw.isdigit() and 1 <= int(raw[:6]) <= self.max_page_size
        ):
            raise exceptions.ValidationError({self.page_size_query_param: ["Ange ett tal mellan 1 och 500."]})
        return super().get_page_size(request)
