"""The dry run of an import: what it would do, and what is wrong. It writes nothing to the register."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from inventory.imports.access import may_import
from inventory.imports.checking import plan_of, read_rows
from inventory.imports.columns import BY_KEY, signature_of
from inventory.imports.models import ColumnMapping, ImportRun
from inventory.imports.plan import Plan
from inventory.imports.queries.known import known_of
from inventory.tables.reading import read_table
from inventory.tables.table import Table
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid
from portal.core.outbox.actions import enqueue
from portal.core.people.models import User
from portal.core.units.queries import roles_of

S = ImportRun.State
CHECK = "imports.check"
SMALL = 1_000
"""Rows that a request takes by itself; a larger file waits for the worker."""
MOST_FAULTS, MOST_CHANGES = 500, 200


def small_table(content: bytes) -> Table | None:
    """The file's table, when it is small enough for a request; None when it is not."""
    try:
        return read_table(content, SMALL)
    except Invalid as refusal:
        if refusal.code == "too_many_rows":
            return None
        raise


def check_import(*, run: ImportRun, mapping: Mapping[str, int], by: User, at: datetime) -> ImportRun:
    """Check the file with these columns, and remember them for the person's next file with the same headings.

    A large file is checked by the worker. Raises NotAllowed, Invalid for columns that cannot be, and Conflict when the
    file has gone further.
    """
    with transaction.atomic():
        run = ImportRun.objects.select_for_update(of=("self",)).select_related("region").get(pk=run.pk)
        require(may_import(roles_of(by, local_date(at)), run.region_id))
        if run.state in (S.RUNNING, S.DONE):
            raise Conflict(
                "import_started", "Filen importeras eller är redan importerad. Ladda upp den igen."
            )
        run.mapping = _usable(mapping, len(run.header))
        ColumnMapping.objects.update_or_create(
            owner=by,
            region=run.region,
            signature=signature_of(run.header),
            defaults={"mapping": run.mapping},
        )
        table = small_table(bytes(run.content or b""))
        if table is not None:
            _write_plan(run, table, at)
        else:
            run.state, run.problem = S.CHECKING, ""
            run.save(update_fields=["state", "problem", "mapping"])
            enqueue(CHECK, payload={"run": run.pk}, dedupe_key=f"{CHECK}:{run.pk}:{at.isoformat()}", at=at)
    return run


def check_large_file(*, run: ImportRun, by: User, at: datetime) -> None:
    """What the worker does with a file that waits for its check. Run again it does nothing more."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update(of=("self",)).select_related("region").get(pk=run.pk)
        if run.state != S.CHECKING:
            return
        require(may_import(roles_of(by, local_date(at)), run.region_id))
        _write_plan(run, read_table(bytes(run.content or b"")), at)


def note_plan(run: ImportRun, plan: Plan, row_count: int) -> None:
    """Put on the run what a check found: how many there are of each, and the first of them."""
    run.row_count = row_count
    run.new_count, run.changed_count = len(plan.new), len(plan.changed)
    run.unchanged_count, run.fault_count = plan.unchanged, len(plan.faults)
    run.faults = [fault.stored for fault in plan.faults[:MOST_FAULTS]]
    run.changes = [
        {"row": one.row.row if one.row else None, "asset": one.asset.asset_number, "what": one.change}
        for one in plan.changed[:MOST_CHANGES]
    ]


def _write_plan(run: ImportRun, table: Table, at: datetime) -> None:
    today = local_date(at)
    rows, faults = read_rows(table, run.mapping, today)
    note_plan(run, plan_of(rows, faults, known_of(run.region, rows, today)), len(rows))
    run.state, run.problem = S.CHECKED, ""
    run.save()


def _usable(mapping: Mapping[str, int], width: int) -> dict[str, int]:
    """Raise Invalid for columns that are not in the file, used twice, or too few to know an asset by."""
    found = {key: place for key, place in mapping.items() if key in BY_KEY and 0 <= place < width}
    if len(set(found.values())) < len(found):
        raise Invalid("column_twice", "En kolumn i filen är vald två gånger. Välj varje kolumn en gång.")
    if not {"asset_number", "serial_number", "item"} & set(found):
        raise Invalid("no_key_column", "Välj minst kolumnen för artikel, serienummer eller inventarienummer.")
    return found
