"""What the worker does for the register. Each bears being run twice."""

from datetime import datetime
from functools import partial
from typing import Any

from inventory.export import assets_in_order, made_file, note_progress
from inventory.lists import Wishes
from inventory.models import ExportFile
from portal.core.clock import local_date
from portal.core.outbox.registry import subscribe
from portal.core.units.queries import roles_of


def subscribe_all() -> None:
    """Called once when the app is ready."""
    subscribe("assets.exported", make_export)


def make_export(payload: dict[str, Any], at: datetime) -> None:
    """Make the file that somebody asked for, and tell how far it has come."""
    file = ExportFile.objects.select_for_update(of=("self",)).filter(pk=payload["file"]).first()
    if file is None or file.made_at:
        return
    roles = roles_of(file.asked_by, local_date(at))
    wishes = Wishes(**(file.wishes | {"columns": tuple(file.wishes["columns"])}))

    assets = assets_in_order(roles, wishes)
    file.content = made_file(file.format, file.columns, assets, partial(note_progress, file))
    file.made_at = at
    file.save(update_fields=["content", "made_at"])
