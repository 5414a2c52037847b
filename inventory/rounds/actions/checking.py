"""Texts of rounds as they may be stored."""

from portal.core.errors import Errors, Invalid
from portal.core.text import bad_character, is_plain

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


def text_faults(prefix: str = "", **texts: str) -> list[Invalid]:
    """What is wrong with the texts: too long or not plain. ``prefix`` goes before the field names."""
    faults = []
    for field, text in texts.items():
        if len(text) > LONGEST[field]:
            told = f"Korta texten till högst {LONGEST[field]} tecken."
            faults.append(Invalid("too_long", told, field=f"{prefix}{field}"))
        elif not is_plain(text):
            faults.append(bad_character(f"{prefix}{field}"))
    return faults


def raise_faults(faults: list[Invalid]) -> None:
    """Raise the one fault, or Errors for several."""
    if faults:
        raise faults[0] if len(faults) == 1 else Errors(faults)
