"""The tools that read the code agree that it is in order: ruff, import-linter, mypy, bandit, djlint."""

import pytest

from tests.house.source import run

BANDIT = ("bandit", "-q", "-c", "pyproject.toml", "-r")
TOOLS = {
    "ruff check": ("ruff", "check", "."),
    "ruff format": ("ruff", "format", "--check", "."),
    "import contracts": ("lint-imports", "--no-cache"),
    "mypy": ("mypy",),
    "bandit": (
        *BANDIT,
        "-x",
        "portal/embedded,portal/operations,portal/home/bench,portal/home/soak",
        "portal",
        "entitlements",
        "inventory",
        "orders",
    ),
    # What starts the servers and takes backups runs other programs, with fixed arguments and no shell.
    "bandit for those who run other programs": (
        *BANDIT,
        *("--skip", "B404,B603,B606,B607"),
        *("portal/embedded", "portal/operations"),
    ),
    # Measuring fills a database of its own with copies, by SQL without a user's word in it.
    "bandit for the measurements": (
        *BANDIT,
        *("--skip", "B310,B404,B603,B606,B607,B608"),
        "portal/home/bench",
    ),
    # The soak kills its own programs, reads the tables by SQL of its own, and draws its moments from a seed.
    "bandit for the soak": (
        *BANDIT,
        *("--skip", "B311,B404,B603,B608"),
        "portal/home/soak",
    ),
    "djlint": ("djlint", "templates", "--lint", "--quiet"),
}


@pytest.mark.parametrize("name", TOOLS)
def test_the_tool_is_content(name: str) -> None:
    done = run(*TOOLS[name], NO_COLOR="1")
    assert done.returncode == 0, f"{name}:\n{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
