"""What the worker does for the register. Each bears being run twice."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from inventory import tellings
from inventory.actions.exports import keep_export
from inventory.export import assets_in_order, made_file, note_progress
from inventory.labels.drawing import labels_as_pdf, with_owner
from inventory.labels.sheets import sheet_called
from inventory.models import AssetMove, ExportFile
from inventory.queries.lists import Wishes
from inventory.workflow import TOLD
from portal.core.clock import local_date
from portal.core.notifications.actions.notify import notify
from portal.core.outbox.registry import subscribe
from portal.core.people.models import User
from portal.core.units import recipients
from portal.core.units.models import Role
from portal.core.units.queries import roles_of


def subscribe_all() -> None:
    """Called once when the app is ready."""
    subscribe("assets.exported", make_export)
    for kind in TOLD:
        subscribe(kind, tell_of_move)


def make_export(payload: dict[str, Any], at: datetime) -> None:
    """Make the file that somebody asked for, and tell how far it has come."""
    keep_export(file_id=payload["file"], made=partial(_content_of, at), at=at)


def _content_of(at: datetime, file: ExportFile) -> bytes:
    wishes = Wishes(**(file.wishes | {"columns": tuple(file.wishes["columns"])}))
    assets = assets_in_order(roles_of(file.asked_by, local_date(at)), wishes)
    tell = partial(note_progress, file)
    if file.is_labels:
        return labels_as_pdf(with_owner(assets), sheet_called(file.format), skip=file.skip, tell=tell)
    return made_file(file.format, file.columns, assets, tell)


def tell_of_move(payload: dict[str, Any], at: datetime) -> None:
    """Write to whoever is to act, or wants to know what came of it."""
    moves = AssetMove.objects.select_related("from_unit", "to_unit", "asked_by")
    move = moves.filter(pk=payload["move"]).first()
    if move is None:
        return
    for kind, people in _told_of(move, local_date(at)):
        notify(kind, to=people, payload={"move": move.pk}, event=f"{kind}:{move.number}", at=at)


def _told_of(move: AssetMove, on: date) -> Iterator[tuple[str, list[User]]]:
    if move.state == AssetMove.State.ASKED:
        yield tellings.ASKED, recipients.at_unit(Role.HEAD_OF_UNIT, move.to_unit, on)
    elif move.state == AssetMove.State.AGREED:
        yield tellings.AGREED, recipients.in_region(Role.COORDINATOR, move.to_unit.region_id, on)
    elif move.state == AssetMove.State.APPROVED:
        heads = [
            *recipients.at_unit(Role.HEAD_OF_UNIT, move.from_unit, on),
            *recipients.at_unit(Role.HEAD_OF_UNIT, move.to_unit, on),
        ]
        yield tellings.APPROVED, heads
    elif move.state == AssetMove.State.DECLINED:
        yield tellings.DECLINED, recipients.at_unit(Role.HEAD_OF_UNIT, move.from_unit, on)
