"""Texts of rounds as they may be stored."""

from portal.core.errors import Invalid
from portal.core.text import text_faults

LONGEST = {
    "title": 120,
    "text": 1000,
    "function": 100,
    "room": 60,
    "note": 500,
    "reason": 500,
    "number": 60,
    "description": 200,
}


def faults_of(prefix: str = "", **texts: str) -> list[Invalid]:
    """What is wrong with the texts: too long or not plain. ``prefix`` goes before the field names."""
    return [
        fault
        for field, text in texts.items()
        for fault in text_faults(f"{prefix}{field}", text, LONGEST[field])
    ]
