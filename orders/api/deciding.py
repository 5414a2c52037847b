"""The region's decisions for programs: check, attest, send back."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from orders.actions.attest import attest_order, refuse_order
from orders.actions.check import check_order, send_back
from orders.api.base import OneOrderView
from orders.api.inputs import AttestInput, CheckInput, ReturnInput, decisions_from
from orders.api.shapes import OrderShape
from orders.models import AttestRecord
from portal.core.web.api_shapes import WRITE

TAGS = ["Beslut"]


class CheckView(OneOrderView):
    @extend_schema(
        operation_id="check_order",
        summary="Granska: bevilja, minska eller avslå varje rad",
        request=CheckInput,
        responses={200: OrderShape, **WRITE},
        tags=TAGS,
    )
    def post(self, request: Any, number: str) -> Response:
        order, values = self.order(number), self.body(CheckInput)
        decisions = decisions_from(values)
        done = check_order(
            order=order, decisions=decisions, by=self.person, at=self.at, seen=values["content_hash"]
        )
        return self.whole(done)


class AttestView(OneOrderView):
    @extend_schema(
        operation_id="attest_order",
        summary="Attestera eller avslå en granskad beställning",
        request=AttestInput,
        responses={200: OrderShape, **WRITE},
        tags=TAGS,
    )
    def post(self, request: Any, number: str) -> Response:
        order, values = self.order(number), self.body(AttestInput)
        act = {"order": order, "by": self.person, "at": self.at}
        act |= {"seen": values["content_hash"], "reason": values["reason"]}
        if values["decision"] == AttestRecord.Decision.ATTESTED:
            return self.whole(attest_order(**act))
        return self.whole(refuse_order(**act))


class ReturnView(OneOrderView):
    @extend_schema(
        operation_id="return_order",
        summary="Återlämna för komplettering",
        request=ReturnInput,
        responses={200: OrderShape, **WRITE},
        tags=TAGS,
    )
    def post(self, request: Any, number: str) -> Response:
        order, values = self.order(number), self.body(ReturnInput)
        return self.whole(send_back(order=order, message=values["message"], by=self.person, at=self.at))
