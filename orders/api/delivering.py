"""Deliveries and receipts for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from orders.actions.confirm_all import NumberedReceipt, confirm_deliveries
from orders.actions.deliver import register_delivery
from orders.api import output
from orders.api.base import OneOrderView
from orders.api.inputs import DeliveryInput, ReceiptInput, deliveries_from
from orders.api.shapes import Deliveries, DeliveryShape, OrderShape
from orders.queries.api import whole_deliveries
from portal.core.web.api_shapes import READ, WRITE

TAGS = ["Leveranser"]


class DeliveriesView(OneOrderView):
    @extend_schema(
        operation_id="list_deliveries",
        summary="Beställningens leveranser",
        responses={200: Deliveries, **READ},
        tags=TAGS,
    )
    def get(self, request: Any, number: str) -> Response:
        order = self.order(number)
        return Response({"results": [output.delivery(one, order) for one in whole_deliveries(order)]})

    @extend_schema(
        operation_id="register_delivery",
        summary="Registrera en leverans; varje artikel blir en inventarie",
        request=DeliveryInput,
        responses={201: DeliveryShape, **WRITE},
        tags=TAGS,
    )
    def post(self, request: Any, number: str) -> Response:
        order, values = self.order(number), self.body(DeliveryInput)
        lines = deliveries_from(values)
        done = register_delivery(order=order, lines=lines, note=values["note"], by=self.person, at=self.at)
        return Response(output.delivery(whole_deliveries(order).get(pk=done.pk), order), status=201)


class ReceiptView(OneOrderView):
    @extend_schema(
        operation_id="confirm_receipt",
        summary="Kvittera det som har levererats, med avvikelser",
        request=ReceiptInput,
        responses={200: OrderShape, **WRITE},
        tags=TAGS,
    )
    def post(self, request: Any, number: str) -> Response:
        order, values = self.order(number), self.body(ReceiptInput)
        deviations = [NumberedReceipt(**one) for one in values["deviations"]]
        delivery = values.get("delivery", "").upper()
        confirm_deliveries(order=order, number=delivery, deviations=deviations, by=self.person, at=self.at)
        return self.whole(order)
