"""What the clock starts for notices."""

from portal.core import clock
from portal.core.jobs.registry import scheduled_job
from portal.notices import chasing
from portal.notices.actions.reach import reach_audience
from portal.notices.models import Notice


@scheduled_job(
    title="Påminn om uppdateringar",
    what="Ber den som skrivit om en större driftstörning att uppdatera den var trettionde minut.",
)
def ask_for_news() -> None:
    chasing.ask_for_news(clock.now())


@scheduled_job(
    title="Påminn om kvittenser",
    what="Påminner enheter som inte har kvitterat ett meddelande och säger till samordnaren när tiden gått ut.",
)
def ask_for_acknowledgement() -> None:
    chasing.ask_for_acknowledgement(clock.now())


@scheduled_job(
    title="Håll målgrupperna aktuella",
    what="Lägger till enheter och personer som har kommit att höra till ett öppet meddelandes målgrupp.",
)
def keep_audiences_current() -> None:
    for notice in Notice.objects.open().filter(queued_at__isnull=False).order_by("pk"):
        reach_audience(notice=notice, at=clock.now())
