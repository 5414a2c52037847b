"""What the clock starts for the register."""

from datetime import timedelta

from inventory.models import ExportFile
from portal.core import clock
from portal.core.jobs.registry import scheduled_job

KEPT = timedelta(days=1)


@scheduled_job(
    title="Ta bort hämtade listor",
    what="Tar bort utrustningslistor som gjordes som fil för mer än ett dygn sedan.",
)
def drop_exports() -> None:
    ExportFile.objects.filter(asked_at__lt=clock.now() - KEPT).delete()
