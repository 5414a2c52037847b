"""Reads values out of YAML nodes and notes every fault with its line instead of stopping at the first.

A reader's methods always answer something of the right type, a harmless stand-in where the file is at fault:
what they answer is used only if no fault was noted at all.
"""

import re
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

import yaml

from entitlements.loader.errors import LoadError

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TAG = "tag:yaml.org,2002:"
_MAX_INTEGER = 1_000_000
Fields = dict[str, yaml.Node]


class Reader:
    """Over one file. ``errors`` grows as the file is read."""

    def __init__(self, file: str):
        self.file = file
        self.errors: list[LoadError] = []

    def fault(self, node: yaml.Node | int, problem: str, remedy: str) -> None:
        """Notes a fault at a node, or at a line number."""
        number = node if isinstance(node, int) else line_of(node)
        self.errors.append(LoadError(self.file, number, problem, remedy))

    def fields(self, node: yaml.Node, required: Iterable[str], optional: Iterable[str] = ()) -> Fields:
        """The keys of a mapping with their nodes. Faults: not a mapping, unknown, repeated or missing
        keys."""
        required, optional = tuple(required), tuple(optional)
        found = self.mapping(node)
        for key, (key_node, _) in found.items():
            if key not in required and key not in optional:
                hint = did_you_mean(key, required + optional)
                self.fault(key_node, f"Okänd nyckel: {key}.", hint or "Ta bort den eller rätta stavningen.")
        for key in required:
            if key not in found and isinstance(node, yaml.MappingNode):
                self.fault(node, f"Nyckeln {key} saknas.", f"Lägg till {key}.")
        return {key: value for key, (_, value) in found.items()}

    def mapping(self, node: yaml.Node) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        """Every key of a mapping with the key's node and the value's."""
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, "Här ska stå nycklar med värden.", "Skriv ”nyckel: värde”, en på varje rad.")
            return {}
        found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for key_node, value in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            if key in found:
                self.fault(key_node, f"Nyckeln {key} står två gånger.", "Ta bort en av dem.")
            found.setdefault(key, (key_node, value))
        return found

    def items(self, node: yaml.Node | None) -> list[yaml.Node]:
        """The entries of a list; a missing list is empty."""
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.fault(node, "Här ska stå en lista.", "Börja varje rad med ett streck och ett mellanslag.")
            return []
        return node.value

    def text(self, node: yaml.Node | None, longest: int = 300, *, empty: bool = False) -> str:
        """A text, with surrounding blanks taken away. A bare number, date or yes is a fault: it must be
        quoted, lest YAML reads 0760 as octal and 2026:1 as minutes."""
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode) or node.tag != f"{_TAG}str":
            self.fault(node, "Här ska stå en text.", "Sätt citattecken om värdet är siffror eller ett datum.")
            return ""
        value = node.value.strip()
        if not value and not empty:
            self.fault(node, "Texten är tom.", "Fyll i texten eller ta bort nyckeln.")
        if len(value) > longest:
            self.fault(node, f"Texten är längre än {longest} tecken.", "Korta texten.")
        return value

    def code(self, node: yaml.Node | None, longest: int = 60) -> str:
        """A code: lower case letters and digits with single hyphens."""
        value = self.text(node, longest)
        if node is not None and value and not CODE.fullmatch(value):
            self.fault(
                node, f"Koden {value} är felaktig.", "Använd små bokstäver a–z, siffror och bindestreck."
            )
        return value

    def choice(self, node: yaml.Node | None, choices: Iterable[str], what: str) -> str:
        """One of some words. ``what`` names them in the fault: "slag"."""
        choices = tuple(choices)
        value = self.text(node)
        if node is not None and value and value not in choices:
            hint = did_you_mean(value, choices) or f"Välj bland {', '.join(choices)}."
            self.fault(node, f"Okänt {what}: {value}.", hint)
            return choices[-1]
        return value or choices[-1]

    def integer(self, node: yaml.Node | None, *, lowest: int = 0) -> int:
        """A whole number from ``lowest`` to a million."""
        if node is None:
            return lowest
        digits = isinstance(node, yaml.ScalarNode) and node.tag == f"{_TAG}int"
        if not digits or not re.fullmatch(r"-?(0|[1-9][0-9]{0,8})", node.value):
            self.fault(
                node, "Här ska stå ett heltal.", "Skriv talet med siffror, utan citattecken och mellanslag."
            )
            return lowest
        value = int(node.value)
        if not lowest <= value <= _MAX_INTEGER:
            self.fault(
                node, f"Talet {value} är utanför gränserna.", f"Skriv ett tal från {lowest} till 1000000."
            )
        return value

    def boolean(self, node: yaml.Node | None) -> bool:
        """true or false, and no other way of saying it."""
        if node is None:
            return False
        if (
            not isinstance(node, yaml.ScalarNode)
            or node.tag != f"{_TAG}bool"
            or node.value not in ("true", "false")
        ):
            self.fault(node, "Här ska stå true eller false.", "Skriv true eller false, utan citattecken.")
            return False
        return node.value == "true"

    def day(self, node: yaml.Node | None) -> date:
        """A date as 2026-01-31."""
        try:
            return date.fromisoformat(_iso(node))
        except ValueError:
            if node is not None:
                self.fault(node, "Datumet är felaktigt.", "Skriv datumet som 2026-01-31.")
            return date.min


def line_of(node: yaml.Node) -> int:
    """The line in the file on which the node begins, from 1."""
    return node.start_mark.line + 1


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """ "Menade du clause?" when a choice is close to the word, else nothing."""
    close = get_close_matches(word, tuple(choices), n=1)
    return f"Menade du {close[0]}?" if close else ""


def is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == f"{_TAG}null"


def _iso(node: yaml.Node | None) -> str:
    if isinstance(node, yaml.ScalarNode) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", node.value):
        return node.value
    raise ValueError
