"""The appendix as people read it: addresses of clauses, paragraphs and points, and terms in words. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.core.web.formatting import number

_LETTERS = str.maketrans("åäöé", "aaoe")

TERM_NAMES = {
    "cost_centre": "Kostnadsställe",
    "packages_per_staff": "Grundpaket per person i vårdpersonalen",
    "packages_per_1000_listed": "Grundpaket per 1 000 listade",
    "listed_rounding": "Avrundning av talet för listade",
    "municipality_codes": "Kommuner där utrustning får stå",
    "area_name": "Område",
    "shared_per_unit": "Gemensam utrustning per enhet, av varje slag",
    "needs_tested_capped_by_base_packages": "Behovsprövad utrustning begränsas av antalet grundpaket",
    "programmes_without_listing": "Vårdval utan listning",
    "orders_in_progress_count": "Pågående beställningar räknas in",
    "branches_share_caps": "Filialer delar huvudenhetens tak",
    "over_cap_grace_days": "Dagar att lämna tillbaka när taket sjunker",
    "return_opens_days_before": "Dagar före avtalets slut då återlämningen öppnas",
    "motivation_min_length": "Motivering, minst antal tecken",
    "motivation_max_length": "Motivering, högst antal tecken",
    "max_quantity_per_line": "Högst antal på en rad",
    "needs_tested_decided_by": "Behovet prövas av",
    "unseen_days": "Dagar som en dator får vara borta från nätet",
    "decided_incident_days": "Dagar från beslut om en incident till påminnelse",
    "charged_incident_kinds": "Incidenter som enheten kan få betala för",
}
_INCIDENTS = {
    "loss": "förlust",
    "theft": "stöld",
    "damage": "skada",
    "wear": "onormalt slitage",
    "fault": "fel",
}
_ROUNDINGS = {"down": "nedåt", "up": "uppåt", "nearest": "till närmaste heltal"}


def anchor_of(clause_id: str) -> str:
    """The fragment of a clause's place on the page: "§3a.grundpaket" is "p3a-grundpaket"."""
    plain = clause_id.lower().translate(_LETTERS)
    return "p" + re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or points with points below them: ``points`` are (text, points)."""

    text: str = ""
    points: list[tuple[str, list[str]]] = field(default_factory=list)


def paragraphs_of(body: str) -> list[Paragraph]:
    """The stored text as paragraphs and lists (``entitlements.loader.types.ClauseText.body`` writes it)."""
    found: list[Paragraph] = []
    for row in body.splitlines():
        if row.startswith("  - ") and found and found[-1].points:
            found[-1].points[-1][1].append(row[4:])
        elif row.startswith("- "):
            if not found or found[-1].text:
                found.append(Paragraph())
            found[-1].points.append((row[2:], []))
        elif row.strip():
            found.append(Paragraph(text=row.strip()))
    return found


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term in words. ``open``: the text leaves the question open, and the region has chosen."""

    name: str
    value: str
    note: str
    clause: str
    anchor: str
    open: bool


def terms_in_words(stored: Mapping[str, Mapping[str, Any]]) -> list[TermRow]:
    """The terms in the order of ``TERM_NAMES``; one without a name there comes last, as it is called."""
    known = [name for name in TERM_NAMES if name in stored]
    return [_term(name, stored[name]) for name in (*known, *(set(stored) - set(known)))]


def _term(name: str, term: Mapping[str, Any]) -> TermRow:
    clause = str(term.get("clause", ""))
    return TermRow(
        name=TERM_NAMES.get(name, name),
        value=_in_words(name, term["value"]),
        note=str(term.get("note", "")),
        clause=clause.partition(".")[0],
        anchor=anchor_of(clause) if clause else "",
        open=bool(term.get("open")),
    )


def _in_words(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if name == "charged_incident_kinds":
        return ", ".join(_INCIDENTS[one] for one in value).capitalize() or "Inga"
    if value is None or value == []:
        return "Ingen gräns" if value is None else "Alla"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if name == "listed_rounding":
        return _ROUNDINGS.get(value, str(value))
    return number(value) if isinstance(value, int) else str(value)
