"""Texts that come from outside."""

import re

from portal.core.errors import Invalid, raise_faults
from portal.core.identity_numbers import has_identity_number

BAD_CHARACTER = "Texten har tecken som inte går att visa. Ta bort dem och försök igen."
IDENTITY_NUMBER = "Texten ser ut att ha ett personnummer. Ta bort det: portalen har inga."
# NUL, and the halves of a surrogate pair.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
# Control characters but tab and line breaks, and the embeddings, overrides and isolates that turn the direction.
_UNSEEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def is_storable(text: str) -> bool:
    """Whether the database can hold the text: no NUL, no half of a surrogate pair. What it cannot hold is no row's
    name."""
    return not _UNSTORABLE.search(text)


def sought(text: str, longest: int = 100) -> str:
    """What someone typed to look for, as the database can be asked: on one line, cut, without what it cannot hold."""
    return _UNSTORABLE.sub("", " ".join(text.split())[:longest])


def is_plain(text: str) -> bool:
    """Whether the text reads as it is stored: no control characters but line breaks and tabs, and nothing that turns
    the direction of what follows, with which 1 could be made to look like another number."""
    return not _UNSEEN.search(text)


def is_line(text: str) -> bool:
    """Whether the text is plain and stands on one line, as a heading, a name or the subject of a mail must."""
    return is_plain(text) and len(text.splitlines()) < 2


def bad_character(field: str, label: str = "") -> Invalid:
    """The refusal of a text that is not plain. ``label`` names the text where several are told of together."""
    return Invalid("bad_character", _of(label, BAD_CHARACTER), field=field)


def require_plain(**texts: str) -> None:
    """Raise Invalid, or Errors when there are several, for texts that are not plain or have a personal identity number.
    Keys are field names.

    For what has its bounds elsewhere; else ``usable_text`` or ``text_faults``.
    """
    raise_faults([fault for field, text in texts.items() for fault in _unfit(field, text, "")])


def text_faults(
    field: str,
    text: str,
    longest: int,
    *,
    label: str = "",
    missing: str = "",
    code: str = "",
    one_line: bool = False,
) -> list[Invalid]:
    """What keeps the text from being stored: that it is longer than ``longest`` signs, not plain, or has a personal
    identity number (S7). One fault at most.

    ``label`` names the text where several are told of together. ``missing`` is the sentence for one that must be there
    and is empty, of which the code is ``code`` or else ``field_missing``. ``one_line``: it must stand on one.
    """
    if missing and not text.strip():
        return [Invalid(code or f"{field}_missing", missing, field=field)]
    if len(text) > longest:
        told = _of(label, f"Korta texten till högst {longest} tecken.")
        return [Invalid("too_long", told, field=field)]
    if one_line and not is_line(text):
        return [bad_character(field, label)]
    return _unfit(field, text, label)


def usable_text(
    field: str, text: str, longest: int, *, label: str = "", missing: str = "", code: str = ""
) -> str:
    """The text without the blanks around it. Raises Invalid for what ``text_faults`` finds."""
    text = text.strip()
    raise_faults(text_faults(field, text, longest, label=label, missing=missing, code=code))
    return text


def capitalised(text: str) -> str:
    """With a capital first letter, but for what has its capital second: "accesspunkt" → "Accesspunkt", "eTjänstekort"
    as it is."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


def _unfit(field: str, text: str, label: str) -> list[Invalid]:
    if not is_plain(text):
        return [bad_character(field, label)]
    if has_identity_number(text):
        return [Invalid("identity_number", _of(label, IDENTITY_NUMBER), field=field)]
    return []


def _of(label: str, sentence: str) -> str:
    return f"{label}: {sentence[0].lower()}{sentence[1:]}" if label else sentence
