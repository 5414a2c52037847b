"""What the clock starts for the register."""

from datetime import timedelta

from inventory.actions import exports
from portal.core import clock
from portal.core.jobs.registry import scheduled_job

KEPT = timedelta(days=1)


@scheduled_job(
    title="Ta bort hämtade listor",
    what="Tar bort utrustningslistor som gjordes som fil för mer än ett dygn sedan.",
)
def drop_exports() -> None:
    exports.drop_exports(before=clock.now() - KEPT)
