"""Reads the terms: every number and choice that the rules use, each with its clause and explanation.

Every term of ``READERS`` must stand in the file. A default from another region's appendix would be a rule that nobody
decided. Those of ``OPTIONAL`` may be left out: the portal then has a choice of its own, and says so where it shows.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import yaml

from entitlements.loader.reader import Reader, is_null, line_of
from entitlements.loader.text import clause_reference
from entitlements.loader.types import Term


def read_terms(reader: Reader, node: yaml.Node | None, known: frozenset[str]) -> tuple[Term, ...]:
    """The terms in the file's order. ``known`` holds the ids of the clauses that exist."""
    if node is None:
        return ()
    found = reader.fields(node, READERS, OPTIONAL)
    return tuple(_term(reader, name, one, known) for name, one in found.items() if name in _EVERY)


def _term(reader: Reader, name: str, node: yaml.Node, known: frozenset[str]) -> Term:
    found = reader.fields(node, ("value", "clause", "note"), ("open",))
    value = found.get("value")
    return Term(
        name=name,
        value=None if value is None else _EVERY[name](reader, value),
        clause=clause_reference(reader, found.get("clause"), known),
        note=reader.text(found.get("note"), 500),
        open=reader.boolean(found.get("open")),
        line=line_of(node),
    )


def _number(lowest: int, reader: Reader, node: yaml.Node) -> int:
    return reader.integer(node, lowest=lowest)


def _limit(reader: Reader, node: yaml.Node) -> int | None:
    """A number, or null for no such limit."""
    return None if is_null(node) else reader.integer(node)


def _text(longest: int, reader: Reader, node: yaml.Node) -> str:
    return reader.text(node, longest)


def _text_or_none(longest: int, reader: Reader, node: yaml.Node) -> str:
    """A text, or an empty one for nothing asked."""
    return reader.text(node, longest, empty=True)


def _flag(reader: Reader, node: yaml.Node) -> bool:
    return reader.boolean(node)


def _rounding(reader: Reader, node: yaml.Node) -> str:
    return reader.choice(node, ("down", "up", "nearest"), "sätt att avrunda")


def _codes(reader: Reader, node: yaml.Node) -> tuple[str, ...]:
    return tuple(reader.code(one) for one in reader.items(node))


def _incidents(reader: Reader, node: yaml.Node) -> tuple[str, ...]:
    kinds = ("loss", "theft", "damage", "wear", "fault")
    return tuple(reader.choice(one, kinds, "slag av incident") for one in reader.items(node))


READERS: dict[str, Callable[[Reader, yaml.Node], Any]] = {
    "cost_centre": partial(_text_or_none, 20),
    "packages_per_staff": _limit,
    "packages_per_1000_listed": _limit,
    "listed_rounding": _rounding,
    "area_name": partial(_text, 60),
    "shared_per_unit": partial(_number, 0),
    "needs_tested_capped_by_base_packages": _flag,
    "needs_tested_decided_by": partial(_text, 120),
    "programmes_without_listing": _codes,
    "orders_in_progress_count": _flag,
    "branches_share_caps": _flag,
    "over_cap_grace_days": partial(_number, 0),
    "motivation_min_length": partial(_number, 0),
    "motivation_max_length": partial(_number, 1),
    "max_quantity_per_line": partial(_number, 1),
}
"""How each term is read. The municipalities are a term of the rules too, but stand as a list of their own."""

OPTIONAL: dict[str, Callable[[Reader, yaml.Node], Any]] = {
    "return_opens_days_before": partial(_number, 1),
    "unseen_days": partial(_number, 1),
    "decided_incident_days": partial(_number, 1),
    "charged_incident_kinds": _incidents,
}
"""How each term that may be left out is read."""

_EVERY = READERS | OPTIONAL
