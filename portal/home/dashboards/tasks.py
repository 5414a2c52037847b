"""What the clock starts for sheets."""

from datetime import timedelta

from portal.core import clock
from portal.core.jobs.registry import scheduled_job
from portal.home.dashboards.actions import sheets

KEPT = timedelta(days=7)


@scheduled_job(
    title="Ta bort mötesunderlag",
    what="Tar bort underlag för samverkansmöten som beställdes för mer än en vecka sedan.",
)
def drop_sheets() -> None:
    sheets.drop_sheets(before=clock.now() - KEPT)
