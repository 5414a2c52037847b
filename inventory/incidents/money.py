"""Sums of money: kept as whole öre, written and read as Swedish kronor."""

import re

from portal.core.web.formatting import NBSP, number

_KRONOR = re.compile(r"(\d{1,9})(?:[,.](\d{1,2}))?")


def ore_of(text: str) -> int | None:
    """ "1 250,50", "1250.5" or "1250 kr" in öre; None for what is not a sum of money."""
    plain = "".join(text.split()).lower().removesuffix("kr").removesuffix(":-")
    found = _KRONOR.fullmatch(plain)
    if found is None or not plain.isascii():
        return None
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def kronor(ore: int) -> str:
    """125050 → "1 250,50 kr", 125000 → "1 250 kr"."""
    whole, rest = divmod(ore, 100)
    return f"{number(whole)}{f',{rest:02}' if rest else ''}{NBSP}kr"


def plain_kronor(ore: int) -> str:
    """125050 → "1250,50": as a spreadsheet reads it."""
    return f"{ore // 100},{ore % 100:02}"
