"""Shapes that several parts of the API's description share. Answers are made by plain functions; these describe them."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from portal.core.people.models import User
from portal.core.web.api_input import StrictSerializer, Text, WholeParameter
from portal.core.web.problems import MEDIA_TYPE, TITLES


class Fault(serializers.Serializer):
    """One fault, and where in the call it is."""

    field = serializers.CharField(
        help_text="Till exempel lines[0].quantity; tom när felet gäller hela anropet."
    )
    code = serializers.CharField()
    detail = serializers.CharField(help_text="En mening på svenska.")


class Problem(serializers.Serializer):
    """Ett fel enligt RFC 9457."""

    type = serializers.CharField(help_text="urn:utrustningsportalen: följt av koden.")
    title = serializers.CharField(help_text="Slaget av fel, på svenska.")
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="Vad som är fel och vad som går att göra, på svenska.")
    code = serializers.CharField(help_text="Koden för program. Den ändras inte.")
    field = serializers.CharField(required=False, help_text="Var i anropet felet är.")
    errors = Fault(many=True, required=False, help_text="Varje fel för sig.")


class PersonShape(serializers.Serializer):
    """En person. Namnet är maskerat när uppgifterna är skyddade."""

    hsa_id = serializers.CharField()
    name = serializers.CharField()


class UnitName(serializers.Serializer):
    """En vårdenhet."""

    hsa_id = serializers.CharField()
    name = serializers.CharField()


class NoParameters(StrictSerializer):
    """Nothing may stand in the query string."""


class PageParameters(StrictSerializer):
    """What every list understands."""

    cursor = Text(
        required=False, max_length=1000, help_text="Ur ”next” eller ”previous” i ett tidigare svar."
    )
    page_size = WholeParameter(
        required=False, min_value=1, max_value=500, help_text="Rader per sida; 100 om inget sägs."
    )


def person_output(person: User | None) -> dict[str, str] | None:
    return {"hsa_id": person.hsa_id, "name": person.display_name} if person else None


def problems(*statuses: int) -> dict[Any, Any]:
    """The errors that an operation can answer with, besides those that every operation can."""
    return {
        (status, MEDIA_TYPE): OpenApiResponse(Problem, description=TITLES[status])
        for status in sorted({400, 401, 406, 422, *statuses})
    }


READ = problems(404)
WRITE = problems(403, 404, 409, 411, 413, 415)
