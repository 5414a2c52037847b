"""Texts that come from outside."""


def is_storable(text: str) -> bool:
    """Whether the database can hold the text: no NUL, no half of a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def is_plain(text: str) -> bool:
    """Whether the text reads as it is stored: no control characters but line breaks and tabs, and nothing that turns
    the direction of what follows, with which 1 could be made to look like another number."""
    return not any(
        (sign < " " and sign not in "\n\r\t") or "\u202a" <= sign <= "\u202e" or "\u2066" <= sign <= "\u2069"
        for sign in text
    )


def capitalised(text: str) -> str:
    """With a capital first letter, but for what has its capital second: "accesspunkt" → "Accesspunkt", "eTjänstekort"
    as it is."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]
