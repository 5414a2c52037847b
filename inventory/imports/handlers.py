"""What the worker does with large files, and how far it has come. Each bears being run twice."""

from datetime import datetime
from typing import Any

from inventory.imports.actions.check import CHECK, check_large_file
from inventory.imports.actions.fail import note_failure
from inventory.imports.actions.run import RUN, import_large_file
from inventory.imports.models import ImportRun
from portal.core.cache import page_cache
from portal.core.errors import Refusal
from portal.core.outbox.registry import subscribe

_KEPT = 300  # seconds


def subscribe_all() -> None:
    """Called once when the app is ready."""
    subscribe(CHECK, check_file)
    subscribe(RUN, import_file)


def check_file(payload: dict[str, Any], at: datetime) -> None:
    run = _run(payload)
    if run is not None:
        try:
            check_large_file(run=run, by=run.uploaded_by, at=at)
        except Refusal as refusal:
            note_failure(run=run, problem=refusal.message, at=at)


def import_file(payload: dict[str, Any], at: datetime) -> None:
    run = _run(payload)
    if run is None or run.started_by is None:
        return
    # The import is one transaction, so that nobody sees its rows before it ends; the cache tells meanwhile.
    key = _key(run.pk)
    try:
        import_large_file(
            run=run,
            by=run.started_by,
            at=at,
            tell=lambda done, total: page_cache.set(key, (done, total), _KEPT),
        )
    except Refusal as refusal:
        note_failure(run=run, problem=refusal.message, at=at)


def progress_of(run: ImportRun) -> tuple[int, int] | None:
    """How many assets of how many are written; None when nothing is known of it."""
    return page_cache.get(_key(run.pk))


def _run(payload: dict[str, Any]) -> ImportRun | None:
    rows = ImportRun.objects.select_related("region", "uploaded_by", "started_by")
    return rows.filter(pk=payload["run"]).first()


def _key(pk: int) -> str:
    return f"imports.progress:{pk}"
