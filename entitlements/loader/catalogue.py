"""Reads the catalogue: what there is, what is included and how it may be chosen."""

import re

import yaml

from entitlements.loader.reader import Fields, Reader, line_of
from entitlements.loader.text import clause_reference
from entitlements.loader.types import CatalogueEntry, Named, Part, Variant
from entitlements.rules.types import Kind

_REQUIRED = ("code", "kind", "clause", "name", "plural", "article", "description", "icon", "serial_numbers")
_OPTIONAL = ("included", "variants", "options", "parts", "model", "warranty_months", "replacement_months")
_MUNICIPALITY = re.compile(r"[0-9]{4}")


def read_catalogue(
    reader: Reader, node: yaml.Node | None, known: frozenset[str]
) -> tuple[CatalogueEntry, ...]:
    """The items in the order of the page. ``known`` holds the ids of the clauses that exist."""
    return tuple(_entry(reader, one, known) for one in reader.items(node))


def read_named(reader: Reader, node: yaml.Node | None) -> tuple[Named, ...]:
    """A list of codes with names."""
    return tuple(_named(reader, one) for one in reader.items(node))


def read_municipalities(reader: Reader, node: yaml.Node | None) -> tuple[Named, ...]:
    """Municipality codes of four digits, with names."""
    named = read_named(reader, node)
    for one in named:
        if one.code and not _MUNICIPALITY.fullmatch(one.code):
            reader.fault(
                one.line, f"Kommunkoden {one.code} är felaktig.", "Skriv fyra siffror inom citattecken."
            )
    return named


def _entry(reader: Reader, node: yaml.Node, known: frozenset[str]) -> CatalogueEntry:
    found = reader.fields(node, _REQUIRED, _OPTIONAL)
    get = found.get
    return CatalogueEntry(
        code=reader.code(get("code")),
        kind=Kind(reader.choice(get("kind"), tuple(Kind), "slag")),
        clause=clause_reference(reader, get("clause"), known),
        name=reader.text(get("name"), 120),
        plural=reader.text(get("plural"), 120),
        article=reader.choice(get("article"), ("en", "ett"), "ord för antalet ett"),
        description=reader.text(get("description")),
        icon=reader.code(get("icon"), 40),
        serial_numbers=reader.boolean(get("serial_numbers")),
        included=tuple(reader.text(one) for one in reader.items(get("included"))),
        variants=tuple(_variant(reader, one) for one in reader.items(get("variants"))),
        options=read_named(reader, get("options")),
        parts=tuple(_part(reader, one) for one in reader.items(get("parts"))),
        line=line_of(node),
        **_delivery(reader, found),
    )


def _delivery(reader: Reader, found: Fields) -> dict:
    return {
        "model": reader.text(found.get("model"), 120),
        "warranty_months": reader.integer(found.get("warranty_months")),
        "replacement_months": reader.integer(found.get("replacement_months")),
    }


def _named(reader: Reader, node: yaml.Node) -> Named:
    found = reader.fields(node, ("code", "name"))
    return Named(reader.code(found.get("code")), reader.text(found.get("name"), 120), line_of(node))


def _variant(reader: Reader, node: yaml.Node) -> Variant:
    found = reader.fields(node, ("code", "name"), ("model",))
    return Variant(
        code=reader.code(found.get("code")),
        name=reader.text(found.get("name"), 120),
        model=reader.text(found.get("model"), 120),
        line=line_of(node),
    )


def _part(reader: Reader, node: yaml.Node) -> Part:
    found = reader.fields(node, ("code", "name", "serial_numbers"), ("model", "option"))
    return Part(
        code=reader.code(found.get("code")),
        name=reader.text(found.get("name"), 120),
        serial_numbers=reader.boolean(found.get("serial_numbers")),
        model=reader.text(found.get("model"), 120),
        option=reader.code(found.get("option")),
        line=line_of(node),
    )
