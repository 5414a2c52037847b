"""Reading the appendix: as the rules see it, and as people do.

A published version never changes, so it is read once per process and kept.
"""

from dataclasses import fields
from datetime import date
from functools import lru_cache
from typing import Any

from entitlements.models import AppendixVersion, CatalogueItem
from entitlements.rules.types import Appendix, Item, Kind, Terms
from portal.core.errors import Missing
from portal.core.rows import one_of

NO_APPENDIX = "Regionen har ingen bilaga som gäller den dagen. Kontakta regionens samordning."


def appendix_in_force(region_id: int, on: date) -> AppendixVersion:
    """The version that holds in the region on the day, without its terms and citations: ``rules_of`` has them. Raises
    Missing when there is none. One query."""
    versions = AppendixVersion.objects.in_force(region_id, on)
    version = one_of(versions.defer("terms", "citations", "change_summary"))
    if version is None:
        raise Missing("no_appendix", NO_APPENDIX)
    return version


@lru_cache(maxsize=64)
def rules_of(version_id: int) -> Appendix:
    """A version as the rules see it. Reads the database the first time only."""
    version = AppendixVersion.objects.get(pk=version_id)
    items = {
        item.code: Item(
            code=item.code,
            name=item.name,
            kind=Kind(item.kind),
            clause=item.clause,
            variants=tuple(one["code"] for one in item.variants),
            options=tuple(one["code"] for one in item.options),
            plural=item.name_plural,
            article=item.article,
            choice_names={one["code"]: one["name"] for one in (*item.variants, *item.options)},
        )
        for item in catalogue_of(version_id)
    }
    return Appendix(
        code=version.code,
        version=version.version,
        label=version.label,
        terms=terms_of(version.terms),
        items=items,
        clauses=dict(version.clauses.values_list("clause_id", "heading")),
        short_title=version.citation,
        citations=version.citations,
    )


@lru_cache(maxsize=64)
def catalogue_of(version_id: int) -> tuple[CatalogueItem, ...]:
    """Every item of a version in the order of the page. Reads the database the first time only."""
    return tuple(CatalogueItem.objects.filter(appendix_id=version_id).order_by("position"))


def items_by_code(version_id: int) -> dict[str, CatalogueItem]:
    """The same items, by their code."""
    return {item.code: item for item in catalogue_of(version_id)}


def terms_of(stored: dict) -> Terms:
    """The terms as stored: ``{"name": {"value": …, "note": …}}``. Lists become sets, as the rules want them, and
    a term that this version of the rules does not know is passed over."""
    known = {field.name for field in fields(Terms)}
    values: dict[str, Any] = {name: term["value"] for name, term in stored.items() if name in known}
    lists = {name: frozenset(value) for name, value in values.items() if isinstance(value, list)}
    return Terms(**values | lists)
