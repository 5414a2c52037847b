"""The words of the field, once: Swedish on every screen, English in the code, and what they mean.

The words stand in ``glossary.txt``, one a line. Rendered at ``/ordlista/``. Every model's ``verbose_name`` is there,
and a test says so.
"""

from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_suffix(".txt")
_ALPHABET = str.maketrans("åäö", "{|}")  # the Swedish alphabet ends with å, ä and ö


@dataclass(frozen=True, slots=True)
class Term:
    swedish: str
    english: str
    definition: str


def _read() -> tuple[Term, ...]:
    lines = SOURCE.read_text(encoding="utf-8").splitlines()
    return tuple(
        Term(*(part.strip() for part in line.split("|")))
        for line in lines
        if line and not line.startswith("#")
    )


TERMS = _read()


def sorted_terms() -> list[Term]:
    """By the Swedish alphabet."""
    return sorted(TERMS, key=lambda term: term.swedish.lower().translate(_ALPHABET))
