"""What the clock starts for notices."""

from portal.core import clock
from portal.core.jobs.registry import scheduled_job
from portal.notices import chasing
from portal.notices.actions.reach import reach_audience
from portal.notices.queries.waiting import still_reaching


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
    at = clock.now()
    for notice in still_reaching(clock.local_date(at)):
        reach_audience(notice=notice, at=at)
