"""What the clock starts for incidents and loans."""

from inventory.incidents.chasing import remind_of_loans, remind_of_stalled
from portal.core import clock
from portal.core.jobs.registry import scheduled_job


@scheduled_job(
    title="Påminn om lån",
    what="Påminner enheter om lån som ska lämnas tillbaka och säger till regionen när de är försenade.",
)
def remind_of_due_loans() -> None:
    remind_of_loans(clock.now())


@scheduled_job(
    title="Påminn om beslut som inte är genomförda",
    what="Påminner om incidenter som är beslutade men inte klara efter så många dagar som villkoret säger.",
)
def remind_of_stalled_incidents() -> None:
    remind_of_stalled(clock.now())
