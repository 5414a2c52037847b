"""Swedish wording of numbers, dates and names inside sentences.

Templates are ``str.format`` strings over a verdict's or limit's numbers. ``Values`` gives each value a few
format specifications beyond the plain one:

- ``{cap}`` a whole number with a non-breaking space between thousands: 2 043
- ``{cap:item}`` the number and the item in singular or plural: 1 extra skärm, 3 extra skärmar
- ``{base_packages:base}`` likewise with the base package's names
- ``{listed_patients:listad patient/listade patienter}`` the number and the form that fits it
- ``{per:word}`` the item's article when the number is one, else the number: "ett per person", "2 per person"
- ``{name:cap}`` text with a capital first letter (eTjänstekort keeps its own)
- ``{on:date}`` an ISO date as 3 mars 2026, ``{missing:figures}`` the names of the figures that are missing
- ``{held}`` and ``{sum}`` are reckoned: "14 i bruk och 2 på väg", "14 i bruk, 2 på väg och 2 i den här
  beställningen"
"""

from collections.abc import Mapping

NBSP = "\N{NO-BREAK SPACE}"
MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
_FIGURES = {
    "care_staff": "vårdpersonal",
    "listed_patients": "listade patienter",
    "both": "vårdpersonal och listade patienter",
}


def number(value: int) -> str:
    """A whole number as Swedish readers write it, with a space that does not break: 12 345."""
    return f"{value:,}".replace(",", NBSP)


def counted(value: int, singular: str, plural: str) -> str:
    """A number and its noun: "1 extra skärm", "3 extra skärmar", "0 extra skärmar"."""
    return f"{number(value)} {singular if abs(value) == 1 else plural}"


def long_date(iso: str) -> str:
    """An ISO date as it is said: "3 mars 2026"."""
    year, month, day = iso.split("-")
    return f"{int(day)}{NBSP}{MONTHS[int(month) - 1]} {year}"


def listed(parts: list[str]) -> str:
    """Parts as a Swedish enumeration: "a", "a och b", "a, b och c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} och {parts[-1]}"


class Values(dict):
    """Numbers ready for ``str.format_map``, wrapped only when a template asks for them. A placeholder without
    a value raises KeyError: no sentence is ever shown with a hole in it."""

    def __init__(self, numbers: Mapping[str, int | str]):
        super().__init__()
        self.numbers = numbers

    def __missing__(self, key: str) -> "str | _Value":
        numbers = self.numbers
        if key in numbers:
            return _Value(numbers[key], numbers)
        if key == "held":
            return listed(_holdings(numbers)) or "inga sedan tidigare"
        if key == "sum":
            asked = f"{number(int(numbers['asked']))} i den här beställningen"
            return listed([*_holdings(numbers), asked])
        raise KeyError(key)


class _Value:
    __slots__ = ("numbers", "value")

    def __init__(self, value: int | str, numbers: Mapping[str, int | str]):
        self.value, self.numbers = value, numbers

    def __format__(self, spec: str) -> str:
        return self._text(spec) if isinstance(self.value, str) else self._number(spec)

    def _text(self, spec: str) -> str:
        text = str(self.value)
        if spec == "cap":
            return text if text[1:2].isupper() else text[:1].upper() + text[1:]
        if spec == "date":
            return long_date(text)
        return _FIGURES[text] if spec == "figures" else text

    def _number(self, spec: str) -> str:
        value, numbers = int(self.value), self.numbers
        if not spec:
            return number(value)
        if spec == "item":
            return counted(value, str(numbers["name"]), str(numbers["plural"]))
        if spec == "base":
            return counted(value, str(numbers["base_name"]), str(numbers["base_plural"]))
        if spec == "word":
            return str(numbers["article"]) if value == 1 else number(value)
        singular, _, plural = spec.partition("/")
        return counted(value, singular, plural)


def _holdings(numbers: Mapping[str, int | str]) -> list[str]:
    names = (("in_use", "i bruk"), ("on_the_way", "på väg"))
    return [f"{number(int(numbers[key]))} {text}" for key, text in names if numbers[key]]
