"""The worker could not do it: what went wrong stays on the run, with the file."""

from datetime import datetime

from inventory.imports.models import ImportRun


def note_failure(*, run: ImportRun, problem: str, at: datetime) -> None:
    """Let a run that the worker has end as failed. Nothing in the register changed, and so nothing is logged."""
    waiting = ImportRun.objects.filter(
        pk=run.pk, state__in=(ImportRun.State.CHECKING, ImportRun.State.RUNNING)
    )
    waiting.update(state=ImportRun.State.FAILED, problem=problem[:500], ended_at=at)
