"""What the clock starts for network contact."""

from inventory.network.chasing import remind_of_unseen
from portal.core import clock
from portal.core.jobs.registry import scheduled_job


@scheduled_job(
    title="Påminn om datorer som inte setts",
    what="Skriver till enhetens IT-kontaktperson om datorer som inte har varit på nätet, en gång för varje gång.",
)
def remind_of_unseen_computers() -> None:
    remind_of_unseen(clock.now())
