"""What the rooms of the roof that the start page does not know may add to it: things to do, and panels beside.

A room registers a function in ``AppConfig.ready()``; the start page asks each once for the signed-in person.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest

from portal.core.units.models import CareUnit


@dataclass(frozen=True, slots=True)
class StartTask:
    """A row of "Att göra", as ``components/task.html`` draws it."""

    title: str
    text: str = ""
    url: str = ""
    action: str = ""
    icon: str = "list-checks"
    due: date | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class StartPanel:
    """A panel in the narrow column: its title, a template for its contents and what that is given as ``panel``."""

    title: str
    template: str
    contents: Any
    url: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class StartParts:
    """``tasks`` are the unit's own, ``region_tasks`` those of the person's region roles."""

    tasks: tuple[StartTask, ...] = ()
    region_tasks: tuple[StartTask, ...] = ()
    panels: tuple[StartPanel, ...] = field(default=())


StartSource = Callable[[HttpRequest, CareUnit | None], StartParts]
_sources: list[StartSource] = []


def register_start(source: StartSource) -> None:
    """Add a function that tells what a room adds for the person, at the unit that he works as (None: none)."""
    if source not in _sources:
        _sources.append(source)


def start_parts(request: HttpRequest, unit: CareUnit | None) -> StartParts:
    """Everything that the rooms add, in the order that they were registered."""
    found = [source(request, unit) for source in _sources]
    return StartParts(
        *(_joined(getattr(one, name) for one in found) for name in ("tasks", "region_tasks", "panels"))
    )


def _joined(parts: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(item for part in parts for item in part)
