"""An appendix file as frozen values. ``line`` is where in the file a thing begins."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from entitlements.rules.types import Kind


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a clause's text: a paragraph, or a bullet (``is_point``) with bullets of its own below
    it."""

    text: str
    is_point: bool = False
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One clause in the order of the text. ``id`` is "§3a" or "§3a.grundpaket", where the part after the dot
    is the portal's own name of a passage within the clause."""

    id: str
    heading: str
    blocks: tuple[Block, ...]
    line: int = 0

    @property
    def section(self) -> str:
        """The clause as the contract numbers it: "§3a"."""
        return self.id.partition(".")[0]

    @property
    def body(self) -> str:
        """The text with a blank line between paragraphs, bullets as "- " and bullets below them as "  - "."""
        lines: list[str] = []
        for block in self.blocks:
            if block.is_point:
                lines.append(f"- {block.text}")
                lines.extend(f"  - {point}" for point in block.points)
            else:
                lines.extend(["", block.text] if lines else [block.text])
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Term:
    """A number or choice that the rules use. ``open`` when the appendix' text leaves the question open and
    the region has chosen; ``note`` explains it in Swedish."""

    name: str
    value: Any
    clause: str
    note: str
    open: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Named:
    """A code with its Swedish name: a programme, a municipality, an option."""

    code: str
    name: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Variant:
    """A form that an item is ordered in. ``model`` is the standard model delivered; empty: the item's own."""

    code: str
    name: str
    model: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """Something registered as a piece of its own when the item is delivered: always, or with an option."""

    code: str
    name: str
    serial_numbers: bool
    model: str = ""
    option: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One thing in the catalogue. Months are counted from delivery; 0 when there is no such time."""

    code: str
    kind: Kind
    clause: str
    name: str
    plural: str
    article: str
    description: str
    icon: str
    serial_numbers: bool
    included: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()
    options: tuple[Named, ...] = ()
    parts: tuple[Part, ...] = ()
    model: str = ""
    warranty_months: int = 0
    replacement_months: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class AppendixFile:
    """One version of a region's appendix, as its file says it. ``citation`` is "Kalmar IT"; ``citations``
    maps each topic ("contract", "samverkan" …) and each term's name to the id of the clause behind it;
    ``sha256`` is the checksum of the file's bytes, in hex."""

    code: str
    region: str
    title: str
    citation: str
    version: str
    valid_from: date
    change_summary: str
    source: str
    programmes: tuple[Named, ...]
    municipalities: tuple[Named, ...]
    clauses: tuple[ClauseText, ...]
    citations: dict[str, str]
    terms: tuple[Term, ...]
    catalogue: tuple[CatalogueEntry, ...]
    sha256: str
