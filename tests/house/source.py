"""The house as the tests of this folder read it: its Python files, its own models, its floors."""

import ast
import os
import subprocess
import sys
from functools import cache, lru_cache
from pathlib import Path

from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("portal", "entitlements", "inventory", "orders")

# From the ground up. An app may know those before it, never those after.
FLOORS = (
    "audit",
    "jobs",
    "outbox",
    "people",
    "notifications",
    "units",
    "web",
    "entitlements",
    "inventory",
    "imports",
    "network",
    "incidents",
    "returns",
    "rounds",
    "orders",
)
ROOF = ("home", "dashboards", "notices", "operations")


@lru_cache(maxsize=1)
def committed_files() -> tuple[Path, ...]:
    """Every file that git knows or would add, but for those that are deleted in the working copy."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    files = {ROOT / name for name in done.stdout.split("\0") if name}
    return tuple(sorted(path for path in files if path.is_file()))


def python_files(*, tests: bool = False, migrations: bool = False) -> list[Path]:
    """The Python files of the packages, and of the tests when asked for."""
    roots = (*PACKAGES, "tests") if tests else PACKAGES
    return [
        path
        for path in committed_files()
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in roots
        and (migrations or "migrations" not in path.parts)
    ]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def own_models() -> list[type[models.Model]]:
    """The models of the house, not those of what it is built with."""
    return [model for model in apps.get_models() if model.__module__.split(".")[0] in PACKAGES]


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """One of the tools in our own environment, at the root of the house."""
    tool = Path(sys.executable).parent / command[0]
    return subprocess.run(
        [tool, *command[1:]],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
