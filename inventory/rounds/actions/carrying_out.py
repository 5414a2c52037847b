"""What a decision on a deviation does to the piece, through the register's own writers. Called inside the decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from inventory.actions.state import move_assets, note_happening, set_state
from inventory.incidents.actions.report import report_incident
from inventory.incidents.content import Report
from inventory.incidents.models import Kind
from inventory.models import Asset, AssetEvent
from inventory.rounds.models import Decision, Outcome, RoundAsset, RoundFind, RoundUnit
from inventory.rounds.workflow import DECISIONS, decisions_on_find
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid
from portal.core.people.models import User
from portal.core.units.models import CareUnit

Deviation = RoundAsset | RoundFind


@dataclass(frozen=True, slots=True)
class Act:
    """What is decided, and by whom. ``unit``: where a piece is moved to."""

    decision: str
    note: str
    unit: CareUnit | None
    source: str
    by: User
    at: datetime


def require_possible(one: Deviation, decision: str) -> None:
    """Raise Invalid for a decision that the deviation cannot have."""
    able: Sequence[str]
    able = decisions_on_find(one) if isinstance(one, RoundFind) else DECISIONS[one.outcome]
    if decision not in able:
        told = f"{name_of(one)} kan inte få beslutet ”{Decision(decision).label}”."
        raise Invalid("impossible_decision", told, field="decision")


def carry_out(one: Deviation, task: RoundUnit, act: Act) -> None:
    """Change the piece as decided. What the register already says is not written twice.

    Raises Conflict for a piece that has been moved since the unit answered or is gone for good, Invalid for an answer
    that does not say where the piece stands.
    """
    asset = one.asset
    if asset is None:
        return
    how: dict[str, Any] = {"source": act.source, "by": act.by, "at": act.at}
    note = act.note or _told(one)
    if act.decision == Decision.INCIDENT and isinstance(one, RoundAsset):
        _report(one, asset, note, act)
    elif act.decision in (Decision.NONE, Decision.NOT_OURS):
        happening = AssetEvent.Kind.INVENTORIED
        note_happening(assets=[asset], happening=happening, note=note, **how)
    elif act.decision == Decision.TAKE_IN:
        _require_takeable(asset, task)
        move_assets(assets=[asset], unit=task.unit, function=one.function, room=one.room, note=note, **how)
    elif isinstance(one, RoundAsset):
        _change(one, asset, task, act, note)


def _report(one: RoundAsset, asset: Asset, note: str, act: Act) -> None:
    """What is damaged or gone becomes an incident, which is decided where incidents are."""
    kind = Kind.DAMAGE if one.outcome == Outcome.DAMAGED else Kind.LOSS
    report = Report(kind, local_date(act.at), note, place=one.new_place[:120], source=act.source)
    report_incident(asset=asset, report=report, by=act.by, at=act.at)


def _change(one: RoundAsset, asset: Asset, task: RoundUnit, act: Act, note: str) -> None:
    how: dict[str, Any] = {"source": act.source, "note": note, "by": act.by, "at": act.at}
    if asset.unit_id != task.unit_id:
        raise Conflict("asset_moved", f"{asset} har flyttats sedan enheten svarade. Välj ”Ingen ändring”.")
    if act.decision == Decision.MISSING:
        if asset.is_held:
            set_state(assets=[asset], state=Asset.State.MISSING, **how)
    elif act.decision == Decision.MOVE and act.unit is not None:
        move_assets(assets=[asset], unit=act.unit, function="", room="", **how)
    else:
        if not one.new_place:
            told = f"Svaret om {asset} säger inte var den står. Välj ”Ingen ändring” eller ”Flyttad”."
            raise Invalid("place_missing", told, field="decision")
        function, room = one.new_function or asset.function, one.new_room
        happening = AssetEvent.Kind.PLACED
        move_assets(assets=[asset], unit=task.unit, function=function, room=room, happening=happening, **how)


def _require_takeable(asset: Asset, task: RoundUnit) -> None:
    if asset.state in (Asset.State.STOLEN, Asset.State.DISPOSED):
        told = f"{asset} är registrerad som {asset.get_state_display().lower()}. Ändra läget först."
        raise Conflict("asset_gone", told)


def _told(one: Deviation) -> str:
    if isinstance(one, RoundFind):
        return "Hittad vid inventering"
    parts = [str(one.get_outcome_display()), one.new_place, one.note]
    return ". ".join(part for part in parts if part)


def name_of(one: Deviation) -> str:
    """The number of the piece, or what was written of it."""
    return one.asset.asset_number if one.asset else str(one)
