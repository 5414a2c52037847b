"""What the clock starts for rounds."""

from inventory.rounds.actions.scheduling import open_scheduled
from inventory.rounds.chasing import remind_units
from inventory.rounds.models import RoundSchedule
from portal.core import clock
from portal.core.jobs.registry import scheduled_job


@scheduled_job(
    title="Öppna schemalagda inventeringar",
    what="Öppnar de inventeringar vars dag har kommit enligt schemat, och sätter nästa dag.",
)
def open_due_rounds() -> None:
    for schedule in RoundSchedule.objects.in_use().filter(next_on__lte=clock.today()).order_by("pk"):
        open_scheduled(schedule=schedule, by=None, at=clock.now())


@scheduled_job(
    title="Påminn om inventeringar",
    what="Påminner enheter som inte har signerat sin inventering och säger till samordnaren när tiden gått ut.",
)
def remind_units_of_rounds() -> None:
    remind_units(clock.now())
