"""A checked file becomes assets: all of it, or nothing."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from inventory.imports.access import may_import
from inventory.imports.actions.check import note_plan, small_table
from inventory.imports.actions.write import write_plan
from inventory.imports.checking import plan_of, read_rows
from inventory.imports.models import ImportRun
from inventory.imports.queries.known import AT_A_TIME, known_of
from inventory.imports.wanted import Wanted
from inventory.models import Asset
from inventory.tables.reading import read_table
from inventory.tables.table import Table
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.errors import Conflict
from portal.core.outbox.actions import enqueue
from portal.core.people.models import User
from portal.core.units.models import CareUnit
from portal.core.units.queries import roles_of

S = ImportRun.State
RUN = "imports.run"
Tell = Callable[[int, int], None]


def start_import(*, run: ImportRun, by: User, at: datetime) -> ImportRun:
    """Import a checked file: at once, or by the worker when it is large.

    What has come to be wrong since the check is put on the run, and nothing is imported. Raises NotAllowed, and
    Conflict for a file that has not been checked, has faults or has nothing to import.
    """
    table = small_table(bytes(run.content or b"")) if run.content else None
    if table is not None and run.state == S.CHECKED:
        return _import(run, table, by, at, _silent)
    with transaction.atomic():
        run = _locked(run, by, at)
        run.state, run.started_at, run.started_by, run.ended_at = S.RUNNING, at, by, None
        run.save(update_fields=["state", "started_at", "started_by", "ended_at"])
        enqueue(RUN, payload={"run": run.pk}, dedupe_key=f"{RUN}:{run.pk}:{at.isoformat()}", at=at)
    return run


def import_large_file(*, run: ImportRun, by: User, at: datetime, tell: Tell) -> None:
    """What the worker does with a file that was started; run again, nothing. ``tell`` hears how far it has come."""
    if run.state == S.RUNNING:
        _import(run, read_table(bytes(run.content or b"")), by, at, tell)


def _import(run: ImportRun, table: Table, by: User, at: datetime, tell: Tell) -> ImportRun:
    today = local_date(at)
    rows, faults = read_rows(table, run.mapping, today)
    with transaction.atomic():
        _lock_units(run, rows)
        run = _locked(run, by, at)
        plan = plan_of(rows, faults, known_of(run.region, rows, today, lock=True))
        note_plan(run, plan, len(rows))
        if plan.faults:
            run.state = S.FAILED
            run.problem = "Något har ändrats sedan kontrollen. Inget importerades."
            run.started_at, run.started_by, run.ended_at = at, by, at
            run.save()
            return run
        numbers = write_plan(plan, run.region, source=str(run), by=by, at=at, tell=tell)
        run.state, run.started_at, run.started_by, run.ended_at = S.DONE, run.started_at or at, by, at
        run.content, run.problem = None, ""
        run.save()
        units = plan.units
        record(
            "assets.imported",
            by=by,
            at=at,
            subject=("import", str(run.pk)),
            unit=units.pop() if len(units) == 1 else "",
            after={
                "file": run.file_name,
                "new": run.new_count,
                "changed": run.changed_count,
                "assets": numbers,
            },
        )
    return run


def _locked(run: ImportRun, by: User, at: datetime) -> ImportRun:
    """The run, held, when it may be imported now."""
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("region").get(pk=run.pk)
    require(may_import(roles_of(by, local_date(at)), run.region_id))
    if run.state not in (S.CHECKED, S.RUNNING):
        raise Conflict(
            "not_checked", "Filen är inte kontrollerad, eller redan importerad. Läs in sidan igen."
        )
    if run.fault_count:
        raise Conflict("has_faults", "Filen har fel. Rätta dem och ladda upp den igen.")
    if not run.new_count and not run.changed_count:
        raise Conflict("nothing_new", "Allt i filen finns redan i registret.")
    return run


def _lock_units(run: ImportRun, rows: list[Wanted]) -> None:
    """Hold every unit that the file names or takes something from, in the order of their keys (ADR 3)."""
    names = sorted(
        {name for row in rows for name in (row.asset_number, row.serial_number, row.part_of) if name}
    )
    ids: set[int | None] = set()
    for start in range(0, len(names), AT_A_TIME):
        some = names[start : start + AT_A_TIME]
        named = Asset.objects.filter(Q(asset_number__in=some) | Q(serial_number__in=some))
        ids |= set(named.values_list("unit_id", flat=True))
    units = CareUnit.objects.filter(region=run.region_id)
    here = units.filter(Q(pk__in=ids - {None}) | Q(hsa_id__in={row.unit for row in rows if row.unit}))
    wanted = {key for pair in here.values_list("pk", "parent_id") for key in pair if key}
    list(CareUnit.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=wanted).order_by("pk"))


def _silent(done: int, total: int) -> None:
    """A small file is done before anyone asks."""
