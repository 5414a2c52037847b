"""Returns for programs: list, begin with single pieces, book a time, and record what is handed over."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.response import Response

from inventory.returns.actions.completing import items_in
from inventory.returns.actions.opening import return_pieces
from inventory.returns.actions.pickups import PickUpTime, book_pickup
from inventory.returns.actions.recording import HandedPiece, record_handover
from inventory.returns.api import output
from inventory.returns.api.shapes import (
    HandoverInput,
    HandoverShape,
    PickUpInput,
    ReturnParameters,
    ReturnPiecesInput,
    ReturnShape,
    WholeReturnShape,
)
from inventory.returns.models import ReturnCase
from inventory.returns.queries.cases import progress_of
from portal.core.errors import Missing
from portal.core.people.hsa_id import normalise_hsa_id
from portal.core.units.models import CareUnit
from portal.core.web.api import PortalAPIView
from portal.core.web.api_once import KEY, REPLAYED, once
from portal.core.web.api_shapes import READ, WRITE, NoParameters, problems
from portal.core.web.pages import one_or_404

TAGS = ["Återlämning"]
PIECES = OpenApiExample(
    "En dator och en skrivare",
    request_only=True,
    value={
        "unit": "SE5560747551-E001",
        "assets": ["KLM-000123", "KLM-000456"],
        "due_on": "2026-12-18",
        "note": "Byts ut.",
    },
)
HANDED = OpenApiExample(
    "Två inventarier",
    request_only=True,
    value={
        "items": [
            {"number": "KLM-000123", "condition": "OK"},
            {"number": "5CG0O1IL8B", "condition": "DAMAGED", "remark": "Spräckt skärm."},
        ]
    },
)


class _ReturnAPIView(PortalAPIView):
    """A view of returns: those of the units that the person sees."""

    def visible(self) -> QuerySet[ReturnCase]:
        seen = ReturnCase.objects.visible_to(self.roles)
        return seen.select_related("unit", "opened_by", "closed_by", "cancelled_by")

    def case(self, number: str) -> ReturnCase:
        self.parameters(NoParameters)
        return one_or_404(self.visible(), number=number.upper())

    def whole(self, number: str, **more: Any) -> Response:
        return Response(output.whole(self.visible().get(number=number)), **more)


class ReturnsView(_ReturnAPIView):
    @extend_schema(
        operation_id="list_returns",
        summary="Återlämningar, den senaste först",
        parameters=[ReturnParameters],
        responses={200: ReturnShape(many=True), **problems()},
        tags=TAGS,
    )
    def get(self, request: Any) -> Response:
        parameters = self.parameters(ReturnParameters)
        cases = self.visible()
        for name in ("state", "reason"):
            if name in parameters:
                cases = cases.filter(**{name: parameters[name]})
        if "unit" in parameters:
            cases = cases.filter(unit__hsa_id=normalise_hsa_id(parameters["unit"]))
        page = self.page(cases, ("-pk",), parameters, lambda case: case)
        progress = progress_of(page.data["results"])
        page.data["results"] = [output.listed(one, progress[one.pk]) for one in page.data["results"]]
        return page

    @extend_schema(
        operation_id="return_pieces",
        summary="Lämna tillbaka enstaka utrustning",
        description="Har enheten redan en återlämning som pågår läggs utrustningen till i den.",
        parameters=[KEY, REPLAYED],
        request=ReturnPiecesInput,
        examples=[PIECES],
        responses={201: WholeReturnShape, **WRITE},
        tags=TAGS,
    )
    def post(self, request: Any) -> Response:
        self.parameters(NoParameters)
        values = self.body(ReturnPiecesInput)
        units = CareUnit.objects.visible_to(self.roles)
        unit = units.filter(hsa_id=normalise_hsa_id(values["unit"])).first()
        if unit is None:
            raise Missing("unknown_unit", "Enheten finns inte, eller så är det inte din.", field="unit")

        def make() -> str:
            case = return_pieces(
                unit=unit, asset_numbers=values["assets"], due_on=values["due_on"], note=values["note"],
                by=self.person, at=self.at,
            )  # fmt: skip
            return str(case.number)

        number, headers = once(self, make, values)
        return self.whole(number, status=201, headers=headers)


class ReturnView(_ReturnAPIView):
    @extend_schema(
        operation_id="get_return",
        summary="En återlämning",
        parameters=[],
        responses={200: WholeReturnShape, **READ},
        tags=TAGS,
    )
    def get(self, request: Any, number: str) -> Response:
        return self.whole(self.case(number).number)


class PickUpsView(_ReturnAPIView):
    @extend_schema(
        operation_id="book_pickup",
        summary="Boka en hämtning",
        description="Den andra parten får besked.",
        parameters=[KEY, REPLAYED],
        request=PickUpInput,
        responses={201: WholeReturnShape, **WRITE},
        tags=TAGS,
    )
    def post(self, request: Any, number: str) -> Response:
        case, values = self.case(number), self.body(PickUpInput)

        def make() -> str:
            return str(book_pickup(case=case, when=PickUpTime(**values), by=self.person, at=self.at).pk)

        _, headers = once(self, make, values)
        return self.whole(case.number, status=201, headers=headers)


class HandoversView(_ReturnAPIView):
    @extend_schema(
        operation_id="record_handover",
        summary="Skriv upp vad som lämnas över",
        description=(
            "Allt eller inget. Det som enheten har men som inte står i återlämningen läggs till i den. Sedan skriver "
            "båda parter under i portalen; först då är utrustningen överlämnad."
        ),
        parameters=[KEY, REPLAYED],
        request=HandoverInput,
        examples=[HANDED],
        responses={201: HandoverShape, **WRITE},
        tags=TAGS,
    )
    def post(self, request: Any, number: str) -> Response:
        case, values = self.case(number), self.body(HandoverInput)
        pieces = [HandedPiece(**one) for one in values["items"]]

        def make() -> str:
            return str(record_handover(case=case, pieces=pieces, by=self.person, at=self.at).ordinal)

        ordinal, headers = once(self, make, values)
        rows = case.handovers.select_related("given_by", "received_by", "hand_signature")
        handover = one_or_404(rows, ordinal=int(ordinal))
        told = output.handover_output(case, handover, items_in(handover))
        return Response(told, status=201, headers=headers)
