"""Faults from an action within an action, told at the places that the caller named them by."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from portal.core.errors import Errors, Invalid


@contextmanager
def told_at(places: Mapping[str, str]) -> Iterator[None]:
    """Rename the fields of the Errors that come out: ``{"pieces[0]": "deviations[2]"}``. Others keep theirs."""
    try:
        yield
    except Errors as refusal:
        raise Errors(
            [
                Invalid(one.code, one.message, field=places.get(one.field, one.field))
                for one in refusal.details
            ]
        ) from refusal
