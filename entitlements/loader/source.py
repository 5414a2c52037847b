"""From bytes to YAML nodes, safely: nothing is constructed, and what could be hostile is refused before it is
composed."""

from pathlib import Path

import yaml

from entitlements.loader.errors import InvalidAppendix, LoadError

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_NODES = 50_000
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
)


def read_bytes(path: Path) -> bytes:
    """The file's bytes, at most one more than is allowed. InvalidAppendix when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError:
        raise _refusal(
            path.name, 0, "Filen går inte att läsa.", "Kontrollera sökväg och rättigheter."
        ) from None


def compose(data: bytes, name: str) -> yaml.MappingNode:
    """The file's YAML as nodes with their lines. InvalidAppendix when it is not one plain YAML mapping in
    UTF-8."""
    text = _decode(data, name)
    try:
        _refuse_hostile(text, name)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 0
        raise _refusal(
            name, line, "Filen är inte giltig YAML.", "Kontrollera indrag, kolon och citattecken på raden."
        ) from None
    except yaml.YAMLError:
        raise _refusal(
            name, 0, "Filen innehåller tecken som inte får finnas i YAML.", "Ta bort styrtecken ur filen."
        ) from None
    if not isinstance(root, yaml.MappingNode):
        raise _refusal(name, 1, "Filen innehåller ingen bilaga.", "Börja filen med code, region och title.")
    return root


def _decode(data: bytes, name: str) -> str:
    if len(data) > MAX_BYTES:
        raise _refusal(name, 0, "Filen är större än 1 MB.", "Kontrollera att det är rätt fil.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _refusal(
            name, line, "Filen är inte i UTF-8.", "Spara filen med teckenkodningen UTF-8."
        ) from None


def _refuse_hostile(text: str, name: str) -> None:
    """Aliases multiply, deep nesting exhausts the stack and tags construct: none is needed in an appendix.
    Read as a stream of events, so that refusing costs no more than reading."""
    depth = documents = 0
    errors: list[LoadError] = []
    for count, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        line = event.start_mark.line + 1 if event.start_mark else 0
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH or count > MAX_NODES:
            errors.append(
                LoadError(name, line, "Filen är för djup eller för stor.", "Kontrollera att det är rätt fil.")
            )
            break
        if documents > 1:
            errors.append(
                LoadError(name, line, "Filen innehåller flera dokument.", "Ta bort raden med tre streck.")
            )
            break
        errors.extend(_node_faults(event, name, line))
    if errors:
        raise InvalidAppendix(errors)


def _node_faults(event: yaml.Event, name: str, line: int) -> list[LoadError]:
    if not isinstance(event, yaml.NodeEvent):
        return []
    if event.anchor is not None:
        return [
            LoadError(
                name,
                line,
                "Ankare och alias (& och *) får inte användas.",
                "Skriv ut texten på varje ställe.",
            )
        ]
    tag = getattr(event, "tag", None)
    if tag is not None and tag != "!" and tag not in _PLAIN_TAGS:
        return [
            LoadError(name, line, "Egna typer (!) får inte användas.", "Ta bort utropstecknet och typen.")
        ]
    return []


def _refusal(name: str, line: int, problem: str, remedy: str) -> InvalidAppendix:
    return InvalidAppendix([LoadError(name, line, problem, remedy)])
