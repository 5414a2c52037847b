"""Orders for programs: list, place, read, withdraw."""

from functools import partial
from typing import Any

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.response import Response

from entitlements.queries import appendix_in_force, rules_of
from orders.actions.idempotent import once
from orders.actions.submit import submit_order, withdraw_order
from orders.api import output
from orders.api.base import OneOrderView
from orders.api.inputs import NothingInput, OrderInput, OrderParameters, content_from
from orders.api.shapes import ListedOrder, OrderShape
from orders.models import Order
from orders.queries.api import listed_orders
from portal.core.clock import local_date
from portal.core.errors import Invalid, Missing
from portal.core.people.hsa_id import is_hsa_id, normalise_hsa_id
from portal.core.rows import one_of
from portal.core.units.models import CareUnit
from portal.core.web.api_once import KEY, REPLAYED, usable_key
from portal.core.web.api_shapes import READ, WRITE, NoParameters, problems

TAGS = ["Beställningar"]
LOCATION = OpenApiParameter(
    "Location",
    OpenApiTypes.URI,
    OpenApiParameter.HEADER,
    response=[201],
    description="Var beställningen finns.",
)
EXAMPLE = OpenApiExample(
    "En bärbar dator och en extra skärm",
    request_only=True,
    value={
        "unit": "SE5560747551-E001",
        "lines": [
            {
                "item": "base-package",
                "variant": "laptop",
                "options": ["docking-station"],
                "quantity": 2,
                "function": "Reception 1",
                "room": "112",
            },
            {
                "item": "extra-screen",
                "quantity": 1,
                "motivation": "Två läkare granskar röntgenbilder bredvid journalen.",
            },
        ],
    },
)


class OrdersView(OneOrderView):
    @extend_schema(
        operation_id="list_orders",
        summary="Beställningar, den senaste först",
        parameters=[OrderParameters],
        responses={200: ListedOrder(many=True), **problems()},
        tags=TAGS,
    )
    def get(self, request: Any) -> Response:
        parameters = self.parameters(OrderParameters)
        orders = listed_orders(self.roles)
        if "state" in parameters:
            orders = orders.filter(state=parameters["state"])
        if "unit" in parameters:
            orders = orders.filter(unit__hsa_id=normalise_hsa_id(parameters["unit"]))
        for name in ("created", "submitted"):
            if f"{name}_since" in parameters:
                orders = orders.filter(**{f"{name}_at__gte": parameters[f"{name}_since"]})
        return self.page(orders, ("-pk",), parameters, output.listed)

    @extend_schema(
        operation_id="place_order",
        summary="Beställ",
        description="Bara enhetens verksamhetschef beställer. Det som ligger utanför reglerna avvisas, rad för rad.",
        parameters=[KEY, LOCATION, REPLAYED],
        request=OrderInput,
        examples=[EXAMPLE],
        responses={201: OrderShape, **WRITE},
        tags=TAGS,
    )
    def post(self, request: Any) -> Response:
        self.parameters(NoParameters)
        values = self.body(OrderInput)
        unit = self._unit(values["unit"])
        asked = content_from(values, values.get("cost_centre", ""))
        place = partial(self._place, unit, values)
        key = request.headers.get("Idempotency-Key")
        if key is None:
            order = place()
            return self.placed(order, status=201, headers=self._location(order))
        body_hash = asked.content_hash(f"{unit.hsa_id} {'cost_centre' in values}")
        order, is_new = once(place, key=usable_key(key), body_hash=body_hash, by=self.person, at=self.at)
        replayed = {} if is_new else {"Idempotent-Replayed": "true"}
        return self.whole(order, status=201, headers=self._location(order) | replayed)

    def _location(self, order: Order) -> dict[str, str]:
        address = reverse("api_order", args=[order.number])
        return {"Location": self.request.build_absolute_uri(address)}

    def _unit(self, hsa_id: str) -> CareUnit:
        hsa_id = normalise_hsa_id(hsa_id)
        unit = one_of(CareUnit.objects.visible_to(self.roles).filter(hsa_id=hsa_id))
        if unit is not None:
            return unit
        if not is_hsa_id(hsa_id):
            raise Invalid(
                "hsa_id_malformed", "Skriv enhetens HSA-id, till exempel SE2321000073-1A2B.", field="unit"
            )
        raise Missing("unknown_unit", "Enheten finns inte, eller så är det inte din.", field="unit")

    def _place(self, unit: CareUnit, values: dict[str, Any]) -> Order:
        """Kalmar IT §3a: the cost centre is stated on every hardware order; the portal states it for who does not,
        as the pages do. What nobody says of the address is the unit's."""
        values = {**values, "delivery_address": values["delivery_address"] or unit.address}
        cost_centre = values.get("cost_centre")
        if cost_centre is None:
            version = appendix_in_force(unit.region_id, local_date(self.at))
            cost_centre = rules_of(version.pk).terms.cost_centre
        content = content_from(values, cost_centre)
        return submit_order(unit=unit, content=content, by=self.person, at=self.at)


class OrderView(OneOrderView):
    @extend_schema(
        operation_id="get_order",
        summary="En beställning",
        responses={200: OrderShape, **READ},
        tags=TAGS,
    )
    def get(self, request: Any, number: str) -> Response:
        self.parameters(NoParameters)
        return self.found(number=number.upper())


class WithdrawView(OneOrderView):
    @extend_schema(
        operation_id="withdraw_order",
        summary="Återta en beställning som inget har levererats av",
        request=NothingInput,
        responses={200: OrderShape, **WRITE},
        tags=TAGS,
    )
    def post(self, request: Any, number: str) -> Response:
        order = self.order(number)
        self.body(NothingInput)
        return self.whole(withdraw_order(order=order, by=self.person, at=self.at))
