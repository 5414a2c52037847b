"""What every API view shares: the request's roles, moment and circumstances, and how calls are read."""

from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.cache import patch_cache_control
from knox.models import AuthToken
from rest_framework import serializers, views
from rest_framework.response import Response

from portal.core import clock
from portal.core.audit.context import Circumstances, acting_under, circumstances
from portal.core.people.models import User
from portal.core.units.queries import roles_of
from portal.core.units.roles import RoleSet
from portal.core.web.api_defaults import KeysetPagination
from portal.core.web.api_parsing import require_bounded, require_storable


class PortalAPIView(views.APIView):
    """An API view with ``self.roles`` and ``self.at``, whose acts cite the token they were made with."""

    http_method_names = ("get", "head", "post")
    pagination_class = KeysetPagination
    most_bytes: int | None = None  # of a call; None: as everywhere
    at: datetime

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with ExitStack() as self._acting:
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        self.at = clock.now()
        self._roles: RoleSet | None = None
        require_bounded(request, self.most_bytes)
        require_storable(kwargs)
        super().initial(request, *args, **kwargs)
        if isinstance(request.auth, AuthToken):
            self._acting.enter_context(acting_under(_by_token(request.auth)))

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, no_store=True)
        return response

    @property
    def person(self) -> User:
        return self.request.user

    @property
    def roles(self) -> RoleSet:
        if self._roles is None:
            self._roles = roles_of(self.person, clock.local_date(self.at))
        return self._roles

    def body(self, shape: type[serializers.Serializer]) -> dict[str, Any]:
        """The call's JSON as the shape says. Raises ValidationError with every fault."""
        return _read(shape(data=self.request.data))

    def parameters(self, shape: type[serializers.Serializer]) -> dict[str, Any]:
        """The query string as the shape says. Unknown parameters, and the same one twice, are refused."""
        query = self.request.query_params
        twice = [name for name in query if len(query.getlist(name)) > 1]
        if twice:
            raise serializers.ValidationError({name[:60]: ["Parametern står två gånger."] for name in twice})
        values = query.dict()
        require_storable(values)
        return _read(shape(data=values))

    def page(
        self, queryset: QuerySet, order: tuple[str, ...], parameters: dict[str, Any], output: Any
    ) -> Response:
        """One page of a list, each row by ``output``."""
        paginator = self.pagination_class()
        size = parameters.get("page_size", paginator.page_size)
        page = paginator.page(self.request, queryset, order, size, parameters.get("cursor", ""))
        page["results"] = [output(row) for row in page["results"]]
        return Response(page)


def _read(parsed: serializers.Serializer) -> dict[str, Any]:
    parsed.is_valid(raise_exception=True)
    return parsed.validated_data


def _by_token(token: AuthToken) -> Circumstances:
    """The token stands for the moment when it was issued."""
    return Circumstances(
        request_id=circumstances().request_id,
        provider="token",
        acr="token",
        auth_time=token.created.astimezone(UTC).isoformat(),
    )
