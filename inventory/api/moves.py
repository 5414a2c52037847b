"""Moves between units for programs: list, ask, and answer."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.response import Response

from inventory.access import may_ask_move
from inventory.actions.moves import agree_move, approve_move, ask_move, decline_move, withdraw_move
from inventory.api.move_shapes import DeclineInput, MoveInput, MoveParameters, MoveShape
from inventory.models import Asset, AssetMove
from portal.core.access import require
from portal.core.errors import Conflict, Invalid, Missing
from portal.core.people.hsa_id import normalise_hsa_id
from portal.core.units.models import CareUnit
from portal.core.web.api import PortalAPIView
from portal.core.web.api_input import StrictSerializer
from portal.core.web.api_once import KEY, REPLAYED, once
from portal.core.web.api_shapes import READ, WRITE, NoParameters, person_output, problems
from portal.core.web.pages import one_or_404

TAGS = ["Flyttar"]
_PEOPLE = ("asked_by", "agreed_by", "approved_by", "declined_by", "withdrawn_by")
EXAMPLE = OpenApiExample(
    "En dator till en annan enhet",
    request_only=True,
    value={
        "asset": "KLM-000123",
        "to_unit": "SE5560747551-E002",
        "function": "Reception 1",
        "room": "12",
        "reason": "Vi har en för mycket.",
    },
)


class MoveAnswerInput(StrictSerializer):
    """Inget mer behöver sägas."""


class _MoveAPIView(PortalAPIView):
    """A view of moves: from and to the units that the person sees."""

    def visible(self) -> QuerySet[AssetMove]:
        seen = AssetMove.objects.visible_to(self.roles)
        return seen.select_related("asset", "from_unit", "to_unit__region", *_PEOPLE)

    def move(self, number: str) -> AssetMove:
        self.parameters(NoParameters)
        return one_or_404(self.visible(), number=number.upper())

    def told(self, number: str, **more: Any) -> Response:
        return Response(move_output(self.visible().get(number=number)), **more)


class MovesView(_MoveAPIView):
    @extend_schema(
        operation_id="list_moves",
        summary="Flyttar mellan enheter, den senaste först",
        parameters=[MoveParameters],
        responses={200: MoveShape(many=True), **problems()},
        tags=TAGS,
    )
    def get(self, request: Any) -> Response:
        parameters = self.parameters(MoveParameters)
        moves = self.visible()
        if "state" in parameters:
            moves = moves.filter(state=parameters["state"])
        for name in ("from_unit", "to_unit"):
            if name in parameters:
                moves = moves.filter(**{f"{name}__hsa_id": normalise_hsa_id(parameters[name])})
        return self.page(moves, ("-pk",), parameters, move_output)

    @extend_schema(
        operation_id="ask_move",
        summary="Begär en flytt",
        description="Den lämnande enhetens verksamhetschef begär. Delarna följer med.",
        parameters=[KEY, REPLAYED],
        request=MoveInput,
        examples=[EXAMPLE],
        responses={201: MoveShape, **WRITE},
        tags=TAGS,
    )
    def post(self, request: Any) -> Response:
        self.parameters(NoParameters)
        values = self.body(MoveInput)
        assets = Asset.objects.visible_to(self.roles).select_related("unit")
        asset = assets.filter(asset_number=values["asset"].upper()).first()
        if asset is None:
            raise Missing("unknown_asset", "Inventarien finns inte, eller så är den inte er.", field="asset")

        def make() -> str:
            texts = {name: values[name] for name in ("function", "room", "reason")}
            unit = self._to_unit(asset, values["to_unit"])
            return str(ask_move(asset=asset, to_unit=unit, by=self.person, at=self.at, **texts).number)

        number, headers = once(self, make, values)
        return self.told(number, status=201, headers=headers)

    def _to_unit(self, asset: Asset, hsa_id: str) -> CareUnit:
        """The region's other unit, which the head need not see. Nobody else learns which units there are."""
        if asset.unit is None:
            raise Conflict("not_in_use", "Bara utrustning som är i bruk kan flyttas.")
        require(may_ask_move(self.roles, asset.unit))
        others = CareUnit.objects.filter(region_id=asset.unit.region_id).exclude(pk=asset.unit_id)
        unit = others.filter(hsa_id=normalise_hsa_id(hsa_id)).first()
        if unit is None:
            told = "Ingen annan enhet i regionen har det HSA-id:t. Kontrollera och försök igen."
            raise Invalid("unit_not_possible", told, field="to_unit")
        return unit


class MoveView(_MoveAPIView):
    @extend_schema(
        operation_id="get_move",
        summary="En flytt",
        parameters=[],
        responses={200: MoveShape, **READ},
        tags=TAGS,
    )
    def get(self, request: Any, number: str) -> Response:
        return self.told(self.move(number).number)


def _answering(act: Any, name: str, summary: str) -> type[_MoveAPIView]:
    """A view of one answer that says nothing more than that."""

    class Answer(_MoveAPIView):
        @extend_schema(
            operation_id=name,
            summary=summary,
            request=MoveAnswerInput,
            responses={200: MoveShape, **WRITE},
            tags=TAGS,
        )
        def post(self, request: Any, number: str) -> Response:
            move = self.move(number)
            self.body(MoveAnswerInput)
            return self.told(act(move=move, by=self.person, at=self.at).number)

    return Answer


AcceptView = _answering(agree_move, "accept_move", "Ta emot det som flyttas")
ApproveView = _answering(approve_move, "approve_move", "Godkänn flytten")
WithdrawView = _answering(withdraw_move, "withdraw_move", "Ta tillbaka begäran")


class DeclineView(_MoveAPIView):
    @extend_schema(
        operation_id="decline_move",
        summary="Avböj flytten",
        request=DeclineInput,
        responses={200: MoveShape, **WRITE},
        tags=TAGS,
    )
    def post(self, request: Any, number: str) -> Response:
        move, values = self.move(number), self.body(DeclineInput)
        decline_move(move=move, answer=values["reason"], by=self.person, at=self.at)
        return self.told(move.number)


def move_output(move: AssetMove) -> dict[str, Any]:
    return {
        "number": move.number,
        "asset": move.asset.asset_number,
        "from_unit": {"hsa_id": move.from_unit.hsa_id, "name": move.from_unit.name},
        "to_unit": {"hsa_id": move.to_unit.hsa_id, "name": move.to_unit.name},
        "function": move.function,
        "room": move.room,
        "reason": move.reason,
        "state": move.state,
        "answer": move.answer,
        "asked_at": move.asked_at,
        "asked_by": person_output(move.asked_by),
        "agreed_at": move.agreed_at,
        "agreed_by": person_output(move.agreed_by),
        "approved_at": move.approved_at,
        "approved_by": person_output(move.approved_by),
        "declined_at": move.declined_at,
        "declined_by": person_output(move.declined_by),
        "withdrawn_at": move.withdrawn_at,
        "withdrawn_by": person_output(move.withdrawn_by),
    }
