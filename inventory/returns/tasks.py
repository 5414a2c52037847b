"""What the clock starts for returns."""

from inventory.returns import chasing, contract_end
from portal.core import clock
from portal.core.jobs.registry import scheduled_job


@scheduled_job(
    title="Öppna återlämning när avtal upphör",
    what="Öppnar en återlämning för varje enhet vars avtal snart upphör, med allt som enheten har.",
)
def open_ending() -> None:
    contract_end.open_ending(clock.now())


@scheduled_job(
    title="Påminn om återlämningar",
    what="Påminner enheter om utrustning som ska lämnas och säger till samordnaren när dagen har passerat.",
)
def remind() -> None:
    chasing.remind(clock.now())
