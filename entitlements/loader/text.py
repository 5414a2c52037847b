"""Reads the clauses of an appendix, and what points to them."""

import re

import yaml

from entitlements.loader.reader import Reader, line_of
from entitlements.loader.types import Block, ClauseText

CLAUSE_ID = re.compile(r"§[0-9]+[a-zåäö]?(\.[0-9a-zåäö]+(-[0-9a-zåäö]+)*)*")
TOPICS = ("contract", "area", "catalogue", "needs_tested", "samverkan", "figures", "return", "replacement")
_LONGEST_TEXT = 10_000


def read_clauses(reader: Reader, node: yaml.Node | None) -> tuple[ClauseText, ...]:
    """The clauses in the order of the text."""
    return tuple(_clause(reader, one) for one in reader.items(node))


def read_citations(reader: Reader, node: yaml.Node | None, known: frozenset[str]) -> dict[str, str]:
    """Topic to clause id. Every topic is needed; ``known`` holds the ids that exist."""
    if node is None:
        return {}
    found = reader.fields(node, TOPICS)
    return {topic: clause_reference(reader, one, known) for topic, one in found.items()}


def clause_reference(reader: Reader, node: yaml.Node | None, known: frozenset[str]) -> str:
    """The id of a clause that exists in the file. Where the file has no clauses at all, that alone is the fault."""
    value = reader.text(node, 40)
    if node is not None and value and known and value not in known:
        reader.fault(node, f"Punkten {value} finns inte i bilagan.", "Ange en punkt som finns under clauses.")
    return value


def _clause(reader: Reader, node: yaml.Node) -> ClauseText:
    found = reader.fields(node, ("id", "heading", "text"))
    clause_id = reader.text(found.get("id"), 40)
    if clause_id and not CLAUSE_ID.fullmatch(clause_id):
        reader.fault(
            found["id"], f"Punkten {clause_id} är felaktig.", "Skriv den som ”§3a” eller ”§3a.grundpaket”."
        )
    return ClauseText(
        id=clause_id,
        heading=reader.text(found.get("heading"), 160),
        blocks=tuple(_block(reader, one) for one in reader.items(found.get("text"))),
        line=line_of(node),
    )


def _block(reader: Reader, node: yaml.Node) -> Block:
    if isinstance(node, yaml.ScalarNode):
        return Block(reader.text(node, _LONGEST_TEXT))
    found = reader.fields(node, ("point",), ("points",))
    points = tuple(reader.text(one, _LONGEST_TEXT) for one in reader.items(found.get("points")))
    return Block(reader.text(found.get("point"), _LONGEST_TEXT), is_point=True, points=points)
