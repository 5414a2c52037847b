"""What the clock starts for imports."""

from datetime import timedelta

from inventory.imports.models import ImportRun
from portal.core import clock
from portal.core.jobs.registry import scheduled_job

KEPT = timedelta(days=30)
_S = ImportRun.State


@scheduled_job(
    title="Ta bort filer som inte importerades",
    what="Tar bort uppladdade filer som inte har importerats på 30 dagar. Det som har importerats finns kvar i loggen.",
)
def drop_uploads() -> None:
    over = (_S.UPLOADED, _S.CHECKED, _S.FAILED)
    ImportRun.objects.filter(state__in=over, uploaded_at__lt=clock.now() - KEPT).delete()
