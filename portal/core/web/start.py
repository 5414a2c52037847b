"""What the rooms of the roof that the start page does not know may add to it: things to do, and panels beside.

A room registers a function in ``AppConfig.ready()``; the start page asks each once for the signed-in person.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from portal.core.presence import present
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
Waits = Callable[[HttpRequest, CareUnit | None], Iterable[QuerySet]]
_sources: list[tuple[StartSource, Waits | None]] = []


def register_start(source: StartSource, waits: Waits | None = None) -> None:
    """Add a function that tells what a room adds for the person, at the unit that he works as (None: none).

    Most rooms have nothing for most people. ``waits`` gives the questions that tell whether the room has anything:
    those of every room are asked in one query, and a room without an answer is not asked more.
    """
    if (source, waits) not in _sources:
        _sources.append((source, waits))


def start_parts(request: HttpRequest, unit: CareUnit | None) -> StartParts:
    """Everything that the rooms add, in the order that they were registered."""
    asked = [
        (place, rows)
        for place, (_, waits) in enumerate(_sources)
        if waits is not None
        for rows in waits(request, unit)
    ]
    there = {
        place for (place, _), some in zip(asked, present([rows for _, rows in asked]), strict=True) if some
    }
    found = [
        source(request, unit)
        for place, (source, waits) in enumerate(_sources)
        if waits is None or place in there
    ]
    return StartParts(
        *(_joined(getattr(one, name) for one in found) for name in ("tasks", "region_tasks", "panels"))
    )


def _joined(parts: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(item for part in parts for item in part)
