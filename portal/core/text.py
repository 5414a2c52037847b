"""Texts that come from outside."""

import re

from portal.core.errors import Errors, Invalid

BAD_CHARACTER = "Texten har tecken som inte går att visa. Ta bort dem och försök igen."
# Control characters but tab and line breaks, and the embeddings, overrides and isolates that turn the direction.
_UNSEEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def is_storable(text: str) -> bool:
    """Whether the database can hold the text: no NUL, no half of a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def is_plain(text: str) -> bool:
    """Whether the text reads as it is stored: no control characters but line breaks and tabs, and nothing that turns
    the direction of what follows, with which 1 could be made to look like another number."""
    return not _UNSEEN.search(text)


def is_line(text: str) -> bool:
    """Whether the text is plain and stands on one line, as a heading, a name or the subject of a mail must."""
    return is_plain(text) and len(text.splitlines()) < 2


def bad_character(field: str, label: str = "") -> Invalid:
    """The refusal of a text that is not plain. ``label`` names the text where several are told of together."""
    told = f"{label}: {BAD_CHARACTER[0].lower()}{BAD_CHARACTER[1:]}" if label else BAD_CHARACTER
    return Invalid("bad_character", told, field=field)


def require_plain(**texts: str) -> None:
    """Raise Invalid, or Errors when there are several, for texts that are not plain. Keys are field names.

    For every free text that one person writes and another reads.
    """
    faults = [bad_character(field) for field, text in texts.items() if not is_plain(text)]
    if faults:
        raise faults[0] if len(faults) == 1 else Errors(faults)


def capitalised(text: str) -> str:
    """With a capital first letter, but for what has its capital second: "accesspunkt" → "Accesspunkt", "eTjänstekort"
    as it is."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]
