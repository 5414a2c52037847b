"""Habits that no tool knows: small files, one clock, actions that ask for who and when, words for what is public."""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house.source import ROOT, name_of, python_files, tree

FILES = python_files()
EVERY_FILE = python_files(tests=True)
LONGEST = 300
AIM = 150
# Where the clock may be read: the clock itself, and the doors through which a moment enters.
CLOCK_READERS = re.compile(
    r"^portal/core/clock\.py$|^portal/embedded/|^portal/operations/|/tasks\.py$|/management/commands/"
    r"|^portal/core/people/adapter\.py$"
)


@pytest.mark.parametrize("path", EVERY_FILE, ids=name_of)
def test_no_file_is_too_long(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST, f"{name_of(path)} has {lines} lines: split it by what it does"


def test_tell_of_files_beyond_the_aim(record_property: Callable[[str, object], None]) -> None:
    """Not a rule but a reminder, kept with the test's report: pytest -o junit_family=xunit1 --junitxml=…"""
    long = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    beyond = {name: lines for name, lines in long.items() if lines > AIM}
    record_property("files_beyond_150_lines", beyond)
    assert len(beyond) <= len(FILES) / 8, beyond


def _calls(path: Path) -> list[tuple[str, int]]:
    return [
        (ast.unparse(node.func), node.lineno) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)
    ]


def test_only_the_doors_read_the_clock() -> None:
    reads = re.compile(
        r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|timezone\.(now|localdate|localtime)|time\.time)$"
    )
    found = [
        f"{name_of(path)}:{line} {called}"
        for path in FILES
        if not CLOCK_READERS.search(name_of(path))
        for called, line in _calls(path)
        if reads.search(called)
    ]
    assert found == []


def test_actions_have_no_clock_of_their_own() -> None:
    """Nor do models, access or workflow: the moment comes with the call."""
    found = [
        f"{name_of(path)}:{line} {called}"
        for path in FILES
        if re.search(r"/(actions|models|access|workflow|rules)[/.]", name_of(path))
        for called, line in _calls(path)
        if re.search(r"clock\.(now|today)$|^(now|today)$", called)
    ]
    assert found == []


def _is_atomic(function: ast.FunctionDef) -> bool:
    return "transaction.atomic" in ast.unparse(function) or "record(" in ast.unparse(function)


def _actions() -> list[tuple[str, ast.FunctionDef]]:
    """The public functions of action modules that open a transaction or write to the log."""
    return [
        (f"{name_of(path)}::{node.name}", node)
        for path in FILES
        if "/actions/" in name_of(path) or path.name == "actions.py"
        if not name_of(path).startswith(("portal/core/audit/", "portal/core/outbox/"))
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _is_atomic(node)
    ]


ACTIONS = _actions()
# The portal itself, started by those who run it, the worker or the clock; there is no person.
NO_PERSON = {
    "appoint_first_administrator",
    "notify",
    "reach_audience",
    "announce_appendix",
    "keep_export",
    "keep_sheet",
    "remind_unit",
}
# What is acted on may be given by its place.
POSITIONAL = {"publish_appendix": ["appendix"], "notify": ["kind"], "once": ["make"]}


def test_there_are_actions() -> None:
    assert len(ACTIONS) > 15


@pytest.mark.parametrize("function", [node for _, node in ACTIONS], ids=[name for name, _ in ACTIONS])
def test_actions_are_told_who_and_when_by_name(function: ast.FunctionDef) -> None:
    assert [one.arg for one in function.args.args] == POSITIONAL.get(function.name, []), "keyword-only"
    named = {one.arg for one in function.args.kwonlyargs}
    assert "at" in named
    assert "by" in named or function.name in NO_PERSON


def _undocumented(path: Path) -> list[str]:
    return [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        if not ast.get_docstring(node)
    ]


def test_actions_rules_and_queries_say_what_they_do() -> None:
    """Public functions that others call to do or decide something carry a docstring."""
    asked = re.compile(r"/(actions|queries|access|workflow|assessing|facts|numbers)[/.]")
    bare = [
        one
        for path in FILES
        if asked.search(name_of(path))
        for one in _undocumented(path)
        if not re.search(r" (may_\w+|is_\w+|[A-Z]\w+)$", one)
    ]
    assert bare == []


@pytest.mark.parametrize("package", sorted({path.parts[len(ROOT.parts)] for path in FILES}))
def test_modules_that_do_something_begin_with_words(package: str) -> None:
    bare = [
        name_of(path)
        for path in FILES
        if path.is_relative_to(ROOT / package)
        and path.name not in ("__init__.py", "apps.py", "models.py", "urls.py", "api_urls.py")
        and "/models/" not in name_of(path)
        and tree(path).body
        and not ast.get_docstring(tree(path))
    ]
    assert bare == []


def test_no_signals() -> None:
    """Django's, that is: what happens when a row is saved stands in the action that saves it."""
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom | ast.Import)
        and re.search(r"django\S*signals|django\.dispatch", ast.unparse(node))
    ]
    assert found == []


def test_nothing_is_left_for_later_and_nothing_is_skipped() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    skipped = re.compile(
        r"pytest\.(skip|mark\.skip|mark\.skipif|mark\.xfail|xfail)|unittest\.mock|mock\.patch"
    )
    here = Path(__file__)
    for path in EVERY_FILE:
        if path == here:
            continue
        text = path.read_text(encoding="utf-8")
        assert not later.search(text), name_of(path)
        assert not skipped.search(text), name_of(path)


def test_silenced_warnings_say_what_they_silence() -> None:
    """A bare ``noqa`` or ``type: ignore`` hides whatever comes next."""
    bare = re.compile(r"#\s*(noqa(?!:)|type:\s*ignore(?!\[)|nosec(?!\s+B\d))")
    here = Path(__file__)
    found = [name_of(path) for path in EVERY_FILE if path != here and bare.search(path.read_text("utf-8"))]
    assert found == []
