"""Strict fields for the API: what is unknown or of another type is refused, never guessed at."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils.dateparse import parse_datetime
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.core.clock import STOCKHOLM

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SAFE = 2**53  # whole numbers below are exact as floats
_MOST_NAMED = 20  # unknown members that an answer lists


class StrictSerializer(serializers.Serializer):
    """A JSON object whose members are all known."""

    default_error_messages = {"invalid": "Skicka ett JSON-objekt.", "unknown": "Uppgiften finns inte här."}

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = [name for name in data if name not in self.fields][:_MOST_NAMED]
            if unknown:
                message = serializers.ErrorDetail(self.error_messages["unknown"], code="unknown")
                raise serializers.ValidationError({name[:60]: [message] for name in unknown})
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """A JSON string; numbers and booleans are not texts."""

    default_error_messages = {
        "invalid": "Skriv en text.",
        "blank": "Uppgiften är tom.",
        "required": "Uppgiften saknas.",
        "null": "Uppgiften kan inte vara null.",
        "max_length": "Högst {max_length} tecken.",
    }

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A JSON integer, as 2 or 2.0: not a boolean, not a text. How large it may be is the action's matter."""

    default_error_messages = {
        "invalid": "Skriv ett heltal.",
        "required": "Uppgiften saknas.",
        "null": "Uppgiften kan inte vara null.",
        "max_value": "Högst {max_value}.",
        "min_value": "Minst {min_value}.",
    }

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, float) and data.is_integer() and abs(data) < _SAFE:
            return int(data)
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return data


class WholeParameter(Whole):
    """An integer in a query string: digits only."""

    def to_internal_value(self, data: Any) -> int:
        if not (isinstance(data, str) and data.isascii() and data.isdigit() and len(data) <= 9):
            self.fail("invalid")
        return int(data)


class Day(serializers.DateField):
    """YYYY-MM-DD."""

    default_error_messages = {
        "invalid": "Skriv en dag som ÅÅÅÅ-MM-DD.",
        "datetime": "Skriv en dag som ÅÅÅÅ-MM-DD.",
    }

    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            self.fail("invalid", format="ÅÅÅÅ-MM-DD")
        return super().to_internal_value(value)


@extend_schema_field(
    {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}
)
class Moment(serializers.Field):
    """A time with its offset, or a day, which begins at midnight in Sweden."""

    default_error_messages = {"invalid": "Skriv en tidpunkt som 2026-11-18T08:30:00Z, eller en dag."}

    def to_internal_value(self, data: Any) -> datetime:
        # A plus sign that was not encoded comes as a space.
        moment = _moment(str(data).replace(" ", "+"))
        if moment is None:
            raise serializers.ValidationError(self.error_messages["invalid"], code="invalid")
        return moment if moment.tzinfo else moment.replace(tzinfo=STOCKHOLM)


def _moment(text: str) -> datetime | None:
    try:
        if _DAY.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), time.min)
        return parse_datetime(text)
    except ValueError:
        return None


class Choice(serializers.ChoiceField):
    """One of the given codes, as a text."""

    default_error_messages = {
        "invalid_choice": "Värdet finns inte bland dem som går att välja.",
        "required": "Uppgiften saknas.",
        "null": "Uppgiften kan inte vara null.",
    }

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid_choice")
        return super().to_internal_value(data)


class Several(serializers.ListField):
    """A JSON array with a hard bound. What the domain says of the number is the action's matter."""

    default_error_messages = {
        "not_a_list": "Skicka en lista.",
        "empty": "Listan är tom.",
        "required": "Uppgiften saknas.",
        "null": "Uppgiften kan inte vara null.",
        "max_length": "Högst {max_length} i listan.",
    }

    def to_internal_value(self, data: Any) -> list[Any]:
        if not isinstance(data, list):
            self.fail("not_a_list", input_type=type(data).__name__)
        return super().to_internal_value(data)
