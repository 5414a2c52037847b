"""What the clock starts for imports."""

from datetime import timedelta

from inventory.imports.actions import upload
from portal.core import clock
from portal.core.jobs.registry import scheduled_job

KEPT = timedelta(days=30)


@scheduled_job(
    title="Ta bort filer som inte importerades",
    what="Tar bort uppladdade filer som inte har importerats på 30 dagar. Det som har importerats finns kvar i loggen.",
)
def drop_uploads() -> None:
    upload.drop_uploads(before=clock.now() - KEPT)
