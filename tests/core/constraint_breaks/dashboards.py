"""The sheets on units."""

from typing import Any

from portal.home.dashboards.models import MeetingSheet
from tests.core.constraint_breaks.breaking import Break, change
from tests.world import NOW, World


def scene_of(world: World) -> dict[str, Any]:
    return {"sheet": MeetingSheet.objects.create(unit=world.unit, asked_at=NOW, asked_by=world.head)}


BREAKS: dict[str, Break] = {
    "meeting_sheet_made_with_content": lambda s: change(s.sheet, made_at=NOW),
}
