"""What no single line can tell: codes that stand twice, and things that point to what is not there."""

from collections.abc import Iterable

from entitlements.loader.reader import Reader
from entitlements.loader.types import AppendixFile, CatalogueEntry, ClauseText, Named, Part, Variant
from entitlements.rules.types import Kind

Coded = Named | Variant | Part | CatalogueEntry


def check(reader: Reader, appendix: AppendixFile) -> None:
    """Notes every such fault in the reader."""
    _unique(reader, "Koden", [(one.code, one.line) for one in appendix.catalogue])
    _unique(reader, "Programmet", _codes(appendix.programmes))
    _unique(reader, "Kommunen", _codes(appendix.municipalities))
    _clauses(reader, appendix.clauses)
    _terms(reader, appendix)
    _one_base_package(reader, appendix.catalogue)
    if not appendix.clauses or not appendix.catalogue:
        reader.fault(1, "Bilagan saknar text eller artiklar.", "Fyll i clauses och catalogue.")
    for entry in appendix.catalogue:
        _entry(reader, entry)


def _clauses(reader: Reader, clauses: tuple[ClauseText, ...]) -> None:
    _unique(reader, "Punkten", [(one.id, one.line) for one in clauses])
    ids = {one.id for one in clauses}
    for one in clauses:
        if one.section not in ids:
            reader.fault(
                one.line, f"Punkten {one.section} saknas.", f"Lägg till {one.section} före {one.id}."
            )


def _terms(reader: Reader, appendix: AppendixFile) -> None:
    terms = {term.name: term for term in appendix.terms}
    programmes = {one.code for one in appendix.programmes}
    without = terms.get("programmes_without_listing")
    if without:
        for code in set(without.value or ()) - programmes:
            reader.fault(
                without.line, f"Programmet {code} finns inte.", "Ange en kod som finns under programmes."
            )
    shortest, longest = terms.get("motivation_min_length"), terms.get("motivation_max_length")
    if shortest and longest and (shortest.value or 0) > (longest.value or 0):
        reader.fault(
            shortest.line,
            "Motiveringens kortaste längd är större än den längsta.",
            "Sänk motivation_min_length eller höj motivation_max_length.",
        )


def _one_base_package(reader: Reader, catalogue: tuple[CatalogueEntry, ...]) -> None:
    """The cap of base packages is one number for the unit, so there is one item to count."""
    for extra in [one for one in catalogue if one.kind == Kind.BASE_PACKAGE][1:]:
        reader.fault(
            extra.line, "Bilagan har mer än ett grundpaket.", "Gör om dem till varianter av samma artikel."
        )


def _entry(reader: Reader, entry: CatalogueEntry) -> None:
    _unique(reader, "Varianten", _codes(entry.variants))
    _unique(reader, "Tillvalet", _codes(entry.options))
    _unique(reader, "Delen", _codes(entry.parts))
    options = {one.code for one in entry.options}
    for part in entry.parts:
        if part.option and part.option not in options:
            reader.fault(
                part.line,
                f"Delen {part.code} hör till tillvalet {part.option}, som inte finns.",
                "Ange ett tillval som artikeln har, eller ta bort option.",
            )


def _codes(values: Iterable[Coded]) -> list[tuple[str, int]]:
    return [(one.code, one.line) for one in values]


def _unique(reader: Reader, what: str, codes: list[tuple[str, int]]) -> None:
    seen: dict[str, int] = {}
    for code, line in codes:
        if code and code in seen:
            reader.fault(
                line, f"{what} {code} finns redan på rad {seen[code]}.", "Ta bort den ena eller byt kod."
            )
        seen.setdefault(code, line)
