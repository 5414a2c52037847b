"""A list that is too long to be made while one waits: asked for, kept when it is made, and dropped again."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from inventory.models import ExportFile
from portal.core.audit.actions import record
from portal.core.errors import Conflict, Invalid
from portal.core.outbox.actions import enqueue
from portal.core.people.models import User
from portal.core.units.queries import lock_person

MOST_ROWS = 200_000
MOST_LABELS = 1_050  # fifty sheets
MOST_SKIPPED = 20
MOST_WAITING = 3


def ask_for_export(
    *,
    format: str,
    wishes: Mapping[str, Any],
    columns: Sequence[str],
    rows: int,
    skip: int = 0,
    by: User,
    at: datetime,
) -> ExportFile:
    """Let the worker make the file, or labels. ``rows`` is how many pieces the list holds now, ``skip`` how many
    labels of the first sheet are used already.

    Raises Invalid for an unknown format and for a list of more than 200 000 rows or 1 050 labels, Conflict when three
    files are already being made for the person.
    """
    if format not in ExportFile.Format.values:
        raise Invalid("unknown_format", "Välj ett av formaten i listan.", field="format")
    file = ExportFile(
        format=format, wishes=dict(wishes), columns=list(columns), rows=rows, asked_at=at, asked_by=by
    )
    if rows > (MOST_LABELS if file.is_labels else MOST_ROWS):
        most = "1 050 etiketter" if file.is_labels else "200 000 rader"
        raise Invalid("too_many_rows", f"Det blir fler än {most}. Filtrera listan och försök igen.")
    if not 0 <= skip <= MOST_SKIPPED:
        raise Invalid(
            "skip_out_of_range", "Ange hur många etiketter som är använda, 0 till 20.", field="skip"
        )
    file.skip = skip
    with transaction.atomic():
        lock_person(by.pk)
        if ExportFile.objects.filter(asked_by=by, made_at__isnull=True).count() >= MOST_WAITING:
            raise Conflict("files_waiting", "Tre filer görs redan åt dig. Vänta tills någon av dem är klar.")
        file.save()
        after = {"format": format, "wishes": dict(wishes), "columns": list(columns), "rows": rows}
        record("assets.exported", by=by, at=at, subject=("export", str(file)), after=after)
        enqueue("assets.exported", payload={"file": file.pk}, dedupe_key=f"assets.exported:{file.pk}", at=at)
    return file


def keep_export(*, file_id: int, made: Callable[[ExportFile], bytes], at: datetime) -> None:
    """Keep what ``made`` makes of the file that somebody asked for, held meanwhile. Nothing when it is made or gone."""
    with transaction.atomic():
        file = ExportFile.objects.select_for_update(of=("self",)).filter(pk=file_id).first()
        if file is None or file.made_at:
            return
        file.content, file.made_at = made(file), at
        file.save(update_fields=["content", "made_at"])


def drop_exports(*, before: datetime) -> None:
    """Take away the files that were asked for before then."""
    ExportFile.objects.filter(asked_at__lt=before).delete()
