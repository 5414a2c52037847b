"""Personal identity numbers in free text: the portal holds none (S7), so what looks like one is not stored."""

import re
from datetime import date

from stdnum import luhn

# With its hyphen, or with its century: ten digits in a row are as often a serial number.
_LOOKS_LIKE = re.compile(r"(?<![\d-])(?:(19|20)?(\d{6})[-+](\d{4})|(19|20)(\d{6})(\d{4}))(?![\d-])")
_COORDINATION = 60
"""What is added to the day in the number of one who is not registered in the country."""


def has_identity_number(text: str) -> bool:
    """Whether a personal identity number or a coordination number stands in the text: a day that there is, and the
    check digit that belongs to it."""
    for found in _LOOKS_LIKE.finditer(text):
        century = found[1] or found[4] or "20"
        day, last = found[2] or found[5], found[3] or found[6]
        if _is_day(century, day) and luhn.is_valid(day + last):
            return True
    return False


def _is_day(century: str, text: str) -> bool:
    year, month, day = int(century + text[:2]), int(text[2:4]), int(text[4:])
    try:
        date(year, month, day - _COORDINATION if day > _COORDINATION else day)
    except ValueError:
        return False
    return True
