"""What rooms that a unit's page does not know may add to it: panels, registered in ``AppConfig.ready()``."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest

from portal.core.units.models import CareUnit
from portal.core.web.start import StartPanel

UnitPanels = Callable[[HttpRequest, CareUnit], Iterable[StartPanel]]
_sources: list[UnitPanels] = []


def register_unit_panels(source: UnitPanels) -> None:
    """Add a function that tells what a room shows of a unit to whoever may see it."""
    if source not in _sources:
        _sources.append(source)


def unit_panels(request: HttpRequest, unit: CareUnit) -> list[StartPanel]:
    """Everything that the rooms show of the unit, in the order that they were registered."""
    return [panel for source in _sources for panel in source(request, unit)]
