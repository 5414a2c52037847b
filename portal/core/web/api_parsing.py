"""Reading a call's JSON: whole, bounded and with nothing in it that the database cannot hold."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from rest_framework import exceptions, parsers

from portal.core.errors import Invalid, Refusal
from portal.core.text import BAD_CHARACTER, is_storable


class TooLarge(Refusal):
    """The body is larger than any order needs to be."""

    status = 413


class LengthRequired(Refusal):
    """The body came in pieces without a length, so that it cannot be bounded beforehand."""

    status = 411


class JSONParser(parsers.BaseParser):
    """RFC 8259 and no more: UTF-8, no NaN, no name twice in an object, no NUL, no half characters."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            value = json.loads(
                stream.read().decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_object
            )
            if any(not is_storable(text) for text in _texts(value)):
                raise Invalid("bad_character", BAD_CHARACTER)
        except (ValueError, RecursionError) as error:
            raise exceptions.ParseError from error
        return value


def require_bounded(request: Any, most_bytes: int | None = None) -> None:
    """Raise TooLarge or LengthRequired before anything of the body is read."""
    if request.META.get("HTTP_TRANSFER_ENCODING"):
        raise LengthRequired("length_required", "Skicka anropet med Content-Length.")
    length = request.META.get("CONTENT_LENGTH") or "0"
    most = most_bytes or settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if length.isdigit() and int(length) > most:
        raise TooLarge("too_large", f"Anropet får vara högst {most // 1000} kB.")


def require_storable(values: Mapping[str, Any]) -> None:
    """Raise Invalid for addresses and parameters with NUL or half characters in them."""
    for value in values.values():
        if not is_storable(str(value)):
            raise Invalid("bad_character", BAD_CHARACTER)


def _texts(value: Any) -> Iterator[str]:
    """Every text in a parsed value, names of members too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a name stands twice")
    return value
