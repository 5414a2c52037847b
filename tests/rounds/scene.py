"""A round at one unit, half answered, with an earlier signed answer, and a schedule: for the access matrix."""

from inventory.rounds.actions.scheduling import save_schedule
from inventory.rounds.content import ScheduleContent
from inventory.rounds.models import RoundDocument, RoundSchedule, RoundSigning, RoundUnit
from portal.core.units.models import CareUnit
from tests.rounds.rounding import ANSWER_BY, opened, task_at
from tests.steps import head_of
from tests.world import NOW, World


def rounds_at(world: World, unit: CareUnit, secret: str) -> dict[str, RoundUnit | RoundSchedule]:
    task = task_at(opened(world, unit, title=f"Inventering {secret}", text=f"Text {secret}"), unit)
    signing = RoundSigning.objects.create(
        round_unit=task,
        sequence=1,
        rows=[],
        finds=[],
        content_hash=secret,
        signed_at=NOW,
        signed_by=head_of(world, unit),
    )
    content = f"%PDF-1.7 {secret}".encode()
    RoundDocument.objects.create(signing=signing, content=content, content_hash=secret, made_at=NOW)
    programme = "" if unit == world.unit else "halsoval"
    schedule = save_schedule(
        region=world.region,
        content=ScheduleContent(f"Schema {secret}", "", programme, 12, ANSWER_BY),
        by=world.coordinator,
        at=NOW,
    )
    return {"round_task": task, "round_schedule": schedule}
