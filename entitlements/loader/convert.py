"""An appendix file as the rules see it, and its terms as they are stored."""

from typing import Any

from entitlements.loader.types import AppendixFile, CatalogueEntry
from entitlements.rules.types import Appendix, Item, Terms


def to_rules(file: AppendixFile) -> Appendix:
    """The file's version as the rules see it, without any database: for trying a draft, and for tests."""
    return Appendix(
        code=file.code,
        version=file.version,
        label=f"{file.citation} {file.version}",
        terms=to_terms(file),
        items={entry.code: to_item(entry) for entry in file.catalogue},
        clauses={clause.id: clause.heading for clause in file.clauses},
        short_title=file.citation,
        citations=file.citations,
    )


def to_terms(file: AppendixFile) -> Terms:
    """The numbers and choices that the rules use."""
    values: dict[str, Any] = {
        name: frozenset(stored["value"]) if isinstance(stored["value"], list) else stored["value"]
        for name, stored in stored_terms(file).items()
    }
    return Terms(**values)


def to_item(entry: CatalogueEntry) -> Item:
    """A catalogue entry as the rules see it."""
    return Item(
        code=entry.code,
        name=entry.name,
        kind=entry.kind,
        clause=entry.clause,
        variants=tuple(one.code for one in entry.variants),
        options=tuple(one.code for one in entry.options),
        plural=entry.plural,
        article=entry.article,
        choice_names={one.code: one.name for one in entry.variants}
        | {one.code: one.name for one in entry.options},
    )


def stored_terms(file: AppendixFile) -> dict[str, dict[str, Any]]:
    """The terms as JSON: name to ``{"value", "clause", "note", "open"}``, sets as sorted lists. The
    municipalities are among them, as ``municipality_codes``."""
    stored = {
        term.name: {
            "value": sorted(term.value) if isinstance(term.value, tuple) else term.value,
            "clause": term.clause,
            "note": term.note,
            "open": term.open,
        }
        for term in file.terms
    }
    names = ", ".join(one.name for one in file.municipalities)
    stored["municipality_codes"] = {
        "value": sorted(one.code for one in file.municipalities),
        "clause": file.citations.get("area", ""),
        "note": f"Kommuner: {names}." if names else "Utrustning får stå i vilken kommun som helst.",
        "open": False,
    }
    return stored
