"""What state an asset is in, and where: written here alone, whatever room of the house decided it.

These are called inside the caller's transaction, with the units locked, by an action that has asked whether the act is
allowed. Each writes the assets, their parts, an event for every piece and a row in the log for every whole.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from inventory.lending import end_loans
from inventory.models import Asset, AssetEvent
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Conflict
from portal.core.people.models import User
from portal.core.units.models import CareUnit

Happening = AssetEvent.Kind
# A loan is over with these: the region has the piece again, or nobody has.
_ENDS_LOAN = (Asset.State.RETURNED, Asset.State.DISPOSED)


def set_state(
    *,
    assets: Sequence[Asset],
    state: str,
    source: str,
    note: str,
    by: User | None,
    at: datetime,
    happening: str = Happening.STATE_CHANGED,
) -> None:
    """Let whole pieces and their parts go into a state at the unit where they stand. What is no longer in use or in
    repair has left the unit's holdings that day (§3a), and what is returned or disposed of is no longer on loan. ``by``
    None: the portal itself. Raises Conflict when a shared piece would be the unit's second."""
    left_on = None if state in Asset.HELD else Coalesce("released_on", Value(local_date(at)))
    if state in _ENDS_LOAN:
        lent = [asset for asset in assets if asset.on_loan]
        _write(assets, state=state, released_on=left_on, on_loan=False)
        end_loans(lent, by, at)
    elif state in Asset.HELD:
        # New data may come on it from now on.
        _write(assets, state=state, released_on=left_on, erased_on=None)
    else:
        _write(assets, state=state, released_on=left_on)
    _note(assets, happening, source, note, by, at)
    for asset in assets:
        _log("asset.state_changed", asset, {"state": state, "source": source, "note": note}, by, at)


def discard_assets(*, assets: Sequence[Asset], source: str, note: str, by: User, at: datetime) -> None:
    """Let whole pieces and their parts that are of no more use leave their unit. A computer that is at hand goes back to
    the region first: it is disposed of when its data are shown to be gone (§4)."""
    waiting = [asset for asset in assets if asset.is_held and asset.lacks_erasure]
    rest = [asset for asset in assets if asset not in waiting]
    about: dict[str, Any] = {"source": source, "note": note, "by": by, "at": at}
    for state, those in ((Asset.State.RETURNED, waiting), (Asset.State.DISPOSED, rest)):
        if those:
            set_state(assets=those, state=state, **about)


def move_assets(
    *,
    assets: Sequence[Asset],
    unit: CareUnit,
    function: str,
    room: str,
    source: str,
    note: str,
    by: User | None,
    at: datetime,
    happening: str = Happening.MOVED,
) -> None:
    """Let whole pieces and their parts come into use at a unit, from another or from the store. They count against
    its caps from that day; what is on loan at the unit stays so. Raises Conflict when the unit already has a shared
    piece of the kind, and for a loan that would go to another unit."""
    for asset in assets:
        if asset.on_loan and asset.unit_id != unit.pk:
            raise Conflict(
                "on_loan",
                f"{asset} är utlånad ur regionens lager. Ta emot lånet innan den går till en annan enhet.",
            )
    note = note or _place(unit, function, room)
    _bring(assets, unit, at, function=function, room=room)
    _note(assets, happening, source, note, by, at)
    _log_moved(assets, unit, function, room, source, by, at)


def lend_assets(
    *,
    assets: Sequence[Asset],
    unit: CareUnit,
    function: str,
    room: str,
    source: str,
    note: str,
    by: User,
    at: datetime,
) -> None:
    """Let whole pieces and their parts go from the store into use at a unit as loans, which use no cap. The caller
    writes the loan in the same transaction."""
    _bring(assets, unit, at, function=function, room=room, on_loan=True)
    _note(assets, Happening.LENT, source, note, by, at)
    _log_moved(assets, unit, function, room, source, by, at)


def put_in_store(*, assets: Sequence[Asset], source: str, note: str, by: User | None, at: datetime) -> None:
    """Let whole pieces and their parts go from their unit to the region's store, erased and ready for another. What was
    on loan is so no longer."""
    lent = [asset for asset in assets if asset.on_loan]
    for asset in assets:
        _log("asset.stored", asset, {"source": source, "note": note}, by, at)
    _write(
        assets,
        store=Subquery(CareUnit.objects.filter(pk=OuterRef("unit")).values("region")[:1]),
        unit=None,
        state=Asset.State.IN_STOCK,
        on_loan=False,
        function="",
        room="",
        released_on=Coalesce("released_on", Value(local_date(at))),
    )
    _note(assets, Happening.STATE_CHANGED, source, note, by, at)
    end_loans(lent, by, at)


def note_erased(*, assets: Sequence[Asset], source: str, note: str, by: User, at: datetime) -> None:
    """Keep that the data on whole pieces that have come back are gone; ``note`` says how, and what proves it."""
    _write(assets, erased_on=local_date(at))
    _note(assets, Happening.ERASED, source, note, by, at, with_parts=False)
    for asset in assets:
        _log("asset.erased", asset, {"source": source, "note": note}, by, at)


def note_happening(
    *,
    assets: Sequence[Asset],
    happening: str,
    source: str,
    note: str,
    by: User | None,
    at: datetime,
) -> None:
    """Keep in the assets' life that something happened, which changes nothing in itself. The caller logs the act."""
    _note(assets, happening, source, note, by, at)


def _bring(assets: Sequence[Asset], unit: CareUnit, at: datetime, **values: Any) -> None:
    """Into use at the unit, which has had them since it got them."""
    stays = When(unit=unit, then=F("acquired_on"))
    _write(
        assets,
        unit=unit,
        store=None,
        state=Asset.State.IN_USE,
        acquired_on=Case(stays, default=Value(local_date(at))),
        released_on=None,
        erased_on=None,
        **values,
    )


def _write(assets: Sequence[Asset], **values: Any) -> None:
    """Write the same to whole pieces and their parts, in the database and in what the caller holds."""
    wholes = [asset.pk for asset in assets]
    with guarded():
        Asset.objects.filter(Q(pk__in=wholes) | Q(part_of__in=wholes)).update(**values)
    for asset in assets:
        asset.refresh_from_db(from_queryset=Asset.objects.select_related("unit"))


def _note(
    assets: Sequence[Asset],
    happening: str,
    source: str,
    note: str,
    by: User | None,
    at: datetime,
    *,
    with_parts: bool = True,
) -> None:
    wholes = [asset.pk for asset in assets]
    parts = Asset.objects.filter(part_of__in=wholes).values_list("pk", flat=True) if with_parts else ()
    AssetEvent.objects.bulk_create(
        AssetEvent(
            asset_id=pk, kind=happening, happened_at=at, happened_by=by, source=source, note=note[:500]
        )
        for pk in [*wholes, *parts]
    )


def _place(unit: CareUnit, function: str, room: str) -> str:
    return ", ".join(part for part in (unit.name, function, room) if part)


def _log_moved(
    assets: Sequence[Asset],
    unit: CareUnit,
    function: str,
    room: str,
    source: str,
    by: User | None,
    at: datetime,
) -> None:
    for asset in assets:
        after = {"unit": unit.hsa_id, "function": function, "room": room, "source": source}
        _log("asset.moved", asset, after, by, at)


def _log(kind: str, asset: Asset, after: dict[str, str], by: User | None, at: datetime) -> None:
    unit = asset.unit.hsa_id if asset.unit else ""
    record(kind, by=by, at=at, subject=("asset", asset.asset_number), unit=unit, after=after)
