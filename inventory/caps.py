"""What one more piece would mean for a unit's caps. The register knows no caps: a floor above tells."""

from collections.abc import Callable
from datetime import date

from portal.core.units.models import CareUnit

# The unit, with its region and municipality, the item's code, the day. A sentence when a cap would be passed, else
# empty.
CapSource = Callable[[CareUnit, str, date], str]

_sources: list[CapSource] = []


def register_caps(source: CapSource) -> None:
    """Called from ``AppConfig.ready`` of a floor above."""
    if source not in _sources:
        _sources.append(source)


def warnings_of(unit: CareUnit, item_code: str, on: date) -> list[str]:
    """What is to be known before the unit gets one more of the item."""
    return [told for source in _sources if (told := source(unit, item_code, on))]
