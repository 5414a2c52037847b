"""The appendices, facts and requests that the tests of the rules start from. No database."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import entitlements
from entitlements.loader.convert import to_rules
from entitlements.loader.load import load_appendix
from entitlements.rules.types import Appendix, Facts, Request, RequestLine

DATA = Path(__file__).parent / "data"
KALMAR_FILE = Path(entitlements.__file__).parent / "appendices" / "kalmar-it.yaml"
OTHER_FILE = DATA / "vindelmark-it.yaml"
MOTIVATION = "Telefonrådgivningen har journal och rådgivningsstöd öppna samtidigt."
NBSP = "\N{NO-BREAK SPACE}"


@cache
def kalmar() -> Appendix:
    return to_rules(load_appendix(KALMAR_FILE))


@cache
def other() -> Appendix:
    return to_rules(load_appendix(OTHER_FILE))


def kalmar_with(**terms: object) -> Appendix:
    """Kalmar's appendix with some terms set otherwise."""
    return replace(kalmar(), terms=replace(kalmar().terms, **terms))


def facts(
    *, in_use: Mapping[str, int] | None = None, on_the_way: Mapping[str, int] | None = None, **changes: object
) -> Facts:
    """Strandporten: 18 care staff, 2 043 listed, in Kalmar, nothing in use unless told."""
    given = Facts(
        unit="SE2321000073-A001",
        unit_name="Hälsocentralen Strandporten",
        on=date(2026, 3, 3),
        municipality_code="0880",
        municipality="Kalmar",
        programme="halsoval",
        programme_name="Hälsoval primärvård",
        has_contract=True,
        care_staff=18,
        listed_patients=2043,
        figures_valid_from=date(2026, 1, 1),
        in_use=in_use or {},
        on_the_way=on_the_way or {},
    )
    return replace(given, **changes)


def line(item: str, quantity: int = 1, *, key: str = "1", **changes: object) -> RequestLine:
    """A line that is right in all but what the test changes."""
    variants = {"base-package": "laptop", "dictation": "module"}
    given = RequestLine(key, item, quantity, variant=variants.get(item, ""), motivation=MOTIVATION)
    return replace(given, **changes)


def ask(*lines: RequestLine, cost_centre: str = "95492") -> Request:
    return Request(lines, cost_centre)
