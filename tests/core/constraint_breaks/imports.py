"""A file on its way into the register."""

from typing import Any

from inventory.imports.models import ColumnMapping, ImportRun
from tests.core.constraint_breaks.breaking import Break, again, change, fresh
from tests.world import NOW, World


def scene_of(world: World) -> dict[str, Any]:
    """One sound row of everything, to be broken one at a time."""
    return {
        "import_run": ImportRun.objects.create(
            region=world.region, file_name="f", content=b"f", uploaded_at=NOW, uploaded_by=world.delivery
        ),
        "column_mapping": ColumnMapping.objects.create(
            owner=world.delivery, region=world.region, signature="s"
        ),
    }


BREAKS: dict[str, Break] = {
    "import_started_together": lambda s: change(s.import_run, started_at=NOW),
    "import_done_without_file": lambda s: change(s.import_run, state="DONE"),
    "import_done_without_faults": lambda s: change(s.import_run, state="RUNNING", fault_count=1),
    "column_mapping_once": lambda s: again(fresh(s.column_mapping)),
}
