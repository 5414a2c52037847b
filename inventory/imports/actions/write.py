"""A plan without faults written to the register, in sets. Called inside the import's transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import connection

from inventory.actions.receive import next_asset_numbers
from inventory.imports.plan import CHANGEABLE, Piece, Plan
from inventory.imports.queries.known import AT_A_TIME
from inventory.models import Asset, AssetEvent
from portal.core.constraints import guarded
from portal.core.people.models import User
from portal.core.units.models import Region

Tell = Callable[[int, int], None]

# One statement for every 500 changes: a CASE for each row and column would take longer than all the rest.
_UPDATE = """
UPDATE inventory_asset AS asset
SET unit_id = row.unit, function = row.function, room = row.room, serial_number = row.serial_number,
    model_name = row.model_name, acquired_on = row.acquired_on, warranty_until = row.warranty_until,
    replacement_due = row.replacement_due
FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::date[], %s::date[],
            %s::date[])
  AS row (id, unit, function, room, serial_number, model_name, acquired_on, warranty_until, replacement_due)
WHERE asset.id = row.id
"""


def write_plan(plan: Plan, region: Region, *, source: str, by: User, at: datetime, tell: Tell) -> list[str]:
    """Make what is new and change what changes, with an event on each, and give their numbers. Raises Conflict when
    the database refuses. Six queries for every 500 rows."""
    _number(plan.new, region)
    total, done = len(plan.new) + len(plan.changed), 0
    wholes = [one for one in plan.new if one.asset.part_of is None]
    parts = [one for one in plan.new if one.asset.part_of is not None]
    with guarded():
        for pieces, write, kind in (
            (wholes, _create, AssetEvent.Kind.IMPORTED),
            (parts, _create, AssetEvent.Kind.IMPORTED),
            (plan.changed, _update, AssetEvent.Kind.CHANGED),
        ):
            for start in range(0, len(pieces), AT_A_TIME):
                some = pieces[start : start + AT_A_TIME]
                write(some)
                _note(some, kind, source, by, at)
                done += len(some)
                tell(done, total)
    return [one.asset.asset_number for one in (*plan.new, *plan.changed)]


def _number(new: Sequence[Piece], region: Region) -> None:
    """Give the next numbers of the series to what has none, in the order of the file."""
    without = sorted(
        (one for one in new if not one.asset.asset_number), key=lambda one: one.row.row if one.row else 0
    )
    for piece, number in zip(
        without, next_asset_numbers(region, len(without)) if without else (), strict=True
    ):
        piece.asset.asset_number = number


def _create(pieces: Sequence[Piece]) -> None:
    for piece in pieces:
        # The whole has its key now; the field took the empty one when the part was made.
        piece.asset.part_of = piece.asset.part_of
    Asset.objects.bulk_create([piece.asset for piece in pieces])


def _update(pieces: Sequence[Piece]) -> None:
    columns: list[list[object]] = [[piece.asset.pk for piece in pieces]]
    for name in CHANGEABLE:
        attribute = "unit_id" if name == "unit" else name
        columns.append([getattr(piece.asset, attribute) for piece in pieces])
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, columns)


def _note(pieces: Sequence[Piece], kind: str, source: str, by: User, at: datetime) -> None:
    AssetEvent.objects.bulk_create(
        AssetEvent(
            asset=piece.asset,
            kind=kind,
            happened_at=at,
            happened_by=by,
            source=source,
            note=piece.change[:500],
        )
        for piece in pieces
    )
