"""The tools that read the code agree that it is in order: ruff, import-linter, mypy, bandit, djlint."""

import pytest

from tests.house.source import run

TOOLS = {
    "ruff check": ("ruff", "check", "."),
    "ruff format": ("ruff", "format", "--check", "."),
    "import contracts": ("lint-imports", "--no-cache"),
    "mypy": ("mypy", "portal", "entitlements", "inventory", "orders"),
    "bandit": ("bandit", "-q", "-c", "pyproject.toml", "-r", "portal", "entitlements", "inventory", "orders"),
    "djlint": ("djlint", "templates", "--lint", "--quiet"),
}


@pytest.mark.parametrize("name", TOOLS)
def test_the_tool_is_content(name: str) -> None:
    done = run(*TOOLS[name], NO_COLOR="1")
    assert done.returncode == 0, f"{name}:\n{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
