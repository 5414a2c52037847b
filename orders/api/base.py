"""What every view of one order shares: finding it among those that the person sees, and showing it as it now is."""

from typing import Any

from django.http import Http404
from rest_framework.response import Response

from orders.api import output
from orders.models import Order
from orders.queries.api import whole_order, with_rows
from portal.core.web.api import PortalAPIView
from portal.core.web.api_shapes import NoParameters
from portal.core.web.pages import one_or_404


class OneOrderView(PortalAPIView):
    """A view of one order, found among those that the person sees."""

    def order(self, number: str) -> Order:
        self.parameters(NoParameters)
        visible = Order.objects.visible_to(self.roles).select_related("unit")
        return one_or_404(visible, number=number.upper())

    def whole(self, order: Order, **more: Any) -> Response:
        """The order as it now is."""
        return self.found(pk=order.pk, **more)

    def placed(self, order: Order, **more: Any) -> Response:
        """An order that was made in this call: what the act knows of it is not read again, nor whose it is."""
        return Response(output.whole(with_rows(order)), **more)

    def found(self, *, status: int = 200, headers: dict[str, str] | None = None, **lookup: Any) -> Response:
        order = whole_order(self.roles, **lookup)
        if order is None:
            raise Http404
        return Response(output.whole(order), status=status, headers=headers)
