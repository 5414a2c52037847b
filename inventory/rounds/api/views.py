"""Rounds for programs, and for the page's own queue of answers: read, and answer for one's unit."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.response import Response

from inventory.labels.codes import code_of
from inventory.rounds.actions.answering import Receipt, answer_assets
from inventory.rounds.api.shapes import (
    AnswersInput,
    AnswersShape,
    RoundAssetShape,
    RoundParameters,
    RoundShape,
    RoundWithUnits,
)
from inventory.rounds.content import Answer
from inventory.rounds.models import InventoryRound, RoundAsset, RoundUnit
from portal.core.people.hsa_id import normalise_hsa_id
from portal.core.web.api import PortalAPIView
from portal.core.web.api_shapes import READ, WRITE, NoParameters, PageParameters, person_output, problems
from portal.core.web.pages import one_or_404

TAGS = ["Inventering"]
EXAMPLE = OpenApiExample(
    "Två svar",
    request_only=True,
    value={
        "answers": [
            {
                "key": "5f0c2b1e-7a52-4c0e-9d55-0a4f6f0f3c11",
                "asset_number": "KLM-000123",
                "outcome": "PRESENT",
                "seen": 0,
            },
            {
                "key": "b3a9a7de-31c4-4d63-8a43-6b1f7f0c9e02",
                "asset_number": "KLM-000124",
                "outcome": "ELSEWHERE",
                "seen": 1,
                "room": "Förråd 2",
            },
        ]
    },
)


class _RoundAPIView(PortalAPIView):
    def task(self, number: str, hsa_id: str) -> RoundUnit:
        """The unit's task, where the person sees the unit."""
        rows = RoundUnit.objects.visible_to(self.roles).select_related("round", "unit", "signed_by")
        return one_or_404(rows, round__number=number.upper(), unit__hsa_id=normalise_hsa_id(hsa_id))


class RoundsView(_RoundAPIView):
    @extend_schema(
        operation_id="list_rounds",
        summary="Inventeringar, den senaste först",
        parameters=[RoundParameters],
        responses={200: RoundShape(many=True), **problems()},
        tags=TAGS,
    )
    def get(self, request: Any) -> Response:
        parameters = self.parameters(RoundParameters)
        rounds = InventoryRound.objects.visible_to(self.roles).select_related("region")
        if "state" in parameters:
            rounds = rounds.filter(state=parameters["state"])
        return self.page(rounds, ("-pk",), parameters, round_output)


class RoundView(_RoundAPIView):
    @extend_schema(
        operation_id="get_round",
        summary="En inventering",
        responses={200: RoundWithUnits, **READ},
        tags=TAGS,
    )
    def get(self, request: Any, number: str) -> Response:
        self.parameters(NoParameters)
        rounds = InventoryRound.objects.visible_to(self.roles).select_related("region")
        found = one_or_404(rounds, number=number.upper())
        rows = RoundUnit.objects.visible_to(self.roles).filter(round=found)
        units = rows.select_related("unit", "signed_by").order_by("unit__sort_key", "pk")
        return Response({**round_output(found), "units": [task_output(row) for row in units]})


class RoundUnitView(_RoundAPIView):
    @extend_schema(
        operation_id="list_round_assets",
        summary="En enhets utrustning att svara på",
        parameters=[PageParameters],
        responses={200: RoundAssetShape(many=True), **READ},
        tags=TAGS,
    )
    def get(self, request: Any, number: str, hsa_id: str) -> Response:
        parameters = self.parameters(PageParameters)
        rows = RoundAsset.objects.filter(round_unit=self.task(number, hsa_id))
        return self.page(rows.select_related("asset", "answered_by"), ("pk",), parameters, row_output)


class RoundAnswersView(_RoundAPIView):
    @extend_schema(
        operation_id="answer_round",
        summary="Svara för enhetens utrustning",
        description=(
            "Högst 500 svar i ett anrop, alla eller inga. Varje svar har en egen nyckel och räknas en gång, så att "
            "anropet kan skickas om efter ett avbrott. ”seen” säger vilka svar du hade sett: har någon annan "
            "svarat något annat sedan dess sparas båda, och det första gäller tills någon väljer."
        ),
        request=AnswersInput,
        examples=[EXAMPLE],
        responses={200: AnswersShape, **WRITE},
        tags=TAGS,
    )
    def post(self, request: Any, number: str, hsa_id: str) -> Response:
        self.parameters(NoParameters)
        task = self.task(number, hsa_id)
        given = [_answer(one) for one in self.body(AnswersInput)["answers"]]
        receipts = answer_assets(round_unit=task, answers=given, by=self.person, at=self.at)
        return Response(
            {
                "results": [_receipt(one) for one in receipts],
                "unit": task_output(self.task(number, hsa_id)),
            }
        )


def round_output(found: InventoryRound) -> dict[str, Any]:
    return {
        "number": found.number,
        "region": found.region.code,
        "title": found.title,
        "text": found.text,
        "state": found.state,
        "answer_by": found.answer_by,
        "opened_at": found.opened_at,
        "closed_at": found.closed_at,
    }


def task_output(row: RoundUnit) -> dict[str, Any]:
    return {
        "unit": {"hsa_id": row.unit.hsa_id, "name": row.unit.name},
        "state": row.state,
        "expected": row.expected,
        "answered": row.answered,
        "conflicts": row.conflicts,
        "signed_at": row.signed_at,
        "signed_by": person_output(row.signed_by),
    }


def row_output(row: RoundAsset) -> dict[str, Any]:
    return {
        "asset_number": row.asset.asset_number,
        "serial_number": row.asset.serial_number,
        "label_code": code_of(row.asset),
        "name": row.asset.item_name,
        "model": row.asset.model_name,
        "function": row.function,
        "room": row.room,
        "last_seen_on": row.asset.last_seen_on,
        "sequence": row.sequence,
        "is_conflict": row.is_conflict,
        "outcome": row.outcome,
        "new_function": row.new_function,
        "new_room": row.new_room,
        "note": row.note,
        "answered_at": row.answered_at,
        "answered_by": person_output(row.answered_by),
    }


def _answer(one: dict[str, Any]) -> Answer:
    key: UUID = one["key"]
    return Answer(**{**one, "key": key, "asset_number": one["asset_number"].upper()})


def _receipt(one: Receipt) -> dict[str, Any]:
    return {"key": str(one.key), "status": one.status, "asset": row_output(one.row)}
