"""What every API view shares: the request's roles, moment and circumstances."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from rest_framework import views

from portal.core import clock
from portal.core.audit.context import Circumstances, acting_under, circumstances
from portal.core.units.queries import roles_of
from portal.core.units.roles import RoleSet


class PortalAPIView(views.APIView):
    """An API view with ``self.roles`` and ``self.at``, whose acts cite the token they were made with."""

    at: datetime

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        self.at = clock.now()
        super().initial(request, *args, **kwargs)
        self._roles: RoleSet | None = None

    @property
    def roles(self) -> RoleSet:
        if self._roles is None:
            self._roles = roles_of(self.request.user, clock.local_date(self.at))
        return self._roles

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.headers.get("Authorization"):
            return super().dispatch(request, *args, **kwargs)
        around = Circumstances(request_id=circumstances().request_id, provider="token", acr="token")
        with acting_under(around):
            return super().dispatch(request, *args, **kwargs)
