"""Facts, requests and answers as plain JSON, so that a decision can be stored and read the same for ever.

What was stored by an older version is read by a newer one: unknown keys are passed over, and a key that is
missing takes its default. ``freeze_verdict`` also stores the words that were shown, since sentences may be
reworded later.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from entitlements.rules.reasons import label, limit_sentences, sentence
from entitlements.rules.types import (
    Assessment,
    Facts,
    ItemEntitlement,
    Kind,
    Limit,
    Outcome,
    Request,
    RequestLine,
    Verdict,
)

_TYPES = {
    one.__name__: one for one in (Facts, Request, RequestLine, Limit, ItemEntitlement, Verdict, Assessment)
}


def to_json(value: Any) -> dict[str, Any]:
    """A rules value as a dict that ``json.dumps`` accepts; its ``type`` says what it is.

    TypeError for anything but the types of this package.
    """
    if type(value).__name__ not in _TYPES or not is_dataclass(value):
        raise TypeError(f"{type(value).__name__} cannot be frozen")
    return {"type": type(value).__name__} | {
        one.name: _plain(getattr(value, one.name)) for one in fields(value)
    }


def from_json(data: Mapping[str, Any]) -> Any:
    """The value that ``to_json`` was given. ValueError when the data does not say what it is, or lacks what
    has no default."""
    kind = _TYPES.get(data.get("type", ""))
    if kind is None:
        raise ValueError(f"not a frozen value: {data.get('type')!r}")
    readers = _READERS.get(kind, {})
    known = {
        one.name: readers.get(one.name, _value)(data[one.name]) for one in fields(kind) if one.name in data
    }
    try:
        return kind(**known)
    except TypeError as error:
        raise ValueError(f"frozen {kind.__name__} is incomplete") from error


def freeze_verdict(verdict: Verdict) -> dict[str, Any]:
    """The verdict as JSON together with the words shown: ``sentence``, ``label`` and ``why``."""
    return to_json(verdict) | {
        "sentence": sentence(verdict),
        "label": label(verdict),
        "why": list(limit_sentences(verdict.limits)),
    }


def freeze_assessment(assessment: Assessment) -> dict[str, Any]:
    """The assessment as JSON with its outcome and every verdict's words. ``from_json`` reads it back."""
    return {
        "type": "Assessment",
        "outcome": assessment.outcome.value,
        "verdicts": [freeze_verdict(verdict) for verdict in assessment.verdicts],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return to_json(value) if is_dataclass(value) else value


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _values(values: list[Mapping[str, Any]]) -> tuple[Any, ...]:
    return tuple(from_json(one) for one in values)


_READERS: dict[type, dict[str, Callable[[Any], Any]]] = {
    Facts: {"on": _day, "figures_valid_from": _day},
    Request: {"lines": _values},
    ItemEntitlement: {"kind": Kind, "limits": _values},
    Verdict: {"outcome": Outcome, "limits": _values},
    Assessment: {"verdicts": _values},
}
