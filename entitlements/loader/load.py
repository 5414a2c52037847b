"""The loader's doors: read a file, or bytes, and get the appendix or every fault in it."""

import hashlib
from pathlib import Path

import yaml

from entitlements.loader.catalogue import read_catalogue, read_municipalities, read_named
from entitlements.loader.checks import check
from entitlements.loader.errors import InvalidAppendix
from entitlements.loader.reader import Reader
from entitlements.loader.source import compose, read_bytes
from entitlements.loader.terms import read_terms
from entitlements.loader.text import read_citations, read_clauses
from entitlements.loader.types import AppendixFile

_REQUIRED = (
    "code",
    "region",
    "title",
    "citation",
    "version",
    "valid_from",
    "change_summary",
    "source",
    "programmes",
    "clauses",
    "citations",
    "terms",
    "catalogue",
)
_OPTIONAL = ("municipalities",)


def load_appendix(path: Path | str) -> AppendixFile:
    """Reads an appendix version from its file. Raises InvalidAppendix with every fault found."""
    path = Path(path)
    return parse_appendix(read_bytes(path), name=path.name)


def parse_appendix(data: bytes, *, name: str) -> AppendixFile:
    """Reads an appendix version from bytes; ``name`` is what the faults call the file. Raises
    InvalidAppendix."""
    root = compose(data, name)
    reader = Reader(name)
    appendix = _read(reader, root, hashlib.sha256(data).hexdigest())
    check(reader, appendix)
    if reader.errors:
        raise InvalidAppendix(reader.errors)
    return appendix


def _read(reader: Reader, root: yaml.MappingNode, sha256: str) -> AppendixFile:
    found = reader.fields(root, _REQUIRED, _OPTIONAL)
    get = found.get
    clauses = read_clauses(reader, get("clauses"))
    known = frozenset(one.id for one in clauses)
    topics = read_citations(reader, get("citations"), known)
    terms = read_terms(reader, get("terms"), known)
    return AppendixFile(
        code=reader.code(get("code"), 40),
        region=reader.code(get("region"), 30),
        title=reader.text(get("title"), 120),
        citation=reader.text(get("citation"), 60),
        version=reader.text(get("version"), 20),
        valid_from=reader.day(get("valid_from")),
        change_summary=reader.text(get("change_summary"), 2000),
        source=reader.text(get("source")),
        programmes=read_named(reader, get("programmes")),
        municipalities=read_municipalities(reader, get("municipalities")),
        clauses=clauses,
        citations=topics
        | {"municipality_codes": topics.get("area", "")}
        | {one.name: one.clause for one in terms},
        terms=terms,
        catalogue=read_catalogue(reader, get("catalogue"), known),
        sha256=sha256,
    )
