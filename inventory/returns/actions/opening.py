"""A return begins: single pieces, or everything that the unit has (Kalmar IT §4)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from inventory.models import Asset
from inventory.numbers import next_number
from inventory.returns.access import may_decide, may_take_part
from inventory.returns.actions.writing import (
    LISTED,
    OPENED,
    WIDENED,
    locked_open,
    roles_at,
)
from inventory.returns.models import ReturnCase, ReturnItem, ReturnService
from inventory.returns.queries.held import held_assets, unlisted_assets, unlisted_services
from inventory.returns.workflow import log, tell
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Invalid
from portal.core.people.models import User
from portal.core.text import usable_text
from portal.core.units.models import CareUnit
from portal.core.units.queries import lock_unit

SERIES = "R"
FURTHEST_AHEAD = timedelta(days=730)
MOST_PIECES = 500
_Reason = ReturnCase.Reason


def return_pieces(
    *, unit: CareUnit, asset_numbers: Collection[str], due_on: date, note: str = "", by: User, at: datetime
) -> ReturnCase:
    """Say that single pieces go back. They are added to the unit's open case when it has one, whose last day stands.

    Raises NotAllowed for others than the unit's and the region's own, Invalid or Errors for no piece, one that the unit
    does not have, a day out of reach or a note that cannot be used.
    """
    with transaction.atomic():
        unit = lock_unit(unit.pk)
        require(may_take_part(roles_at(by, at), unit))
        note = usable_text("note", note, 500, label="Anteckning")
        assets = _pieces(unit, asset_numbers)
        case = _open_case(unit)
        if case is None:
            _require_day(due_on, local_date(at))
            case = _new(unit, _Reason.PIECES, due_on, note, by, at)
            _list(case, assets)
            tell(case, OPENED, by=by, at=at, after=_values(case, assets))
            return case
        known = set(case.items.values_list("asset_id", flat=True))
        new = [one for one in assets if one.pk not in known]
        if not new:
            raise Conflict("already_listed", f"Utrustningen står redan i återlämning {case.number}.")
        _list(case, new)
        log(case, LISTED, by=by, at=at, after={"assets": _numbers(new), "services": []})
    return case


def open_exit(
    *, unit: CareUnit, reason: str, due_on: date, note: str = "", by: User | None, at: datetime
) -> ReturnCase:
    """Begin the return of everything that the unit has, services and accesses among it. ``by`` None: the portal, when
    the contract's end comes near. An open case of single pieces becomes one of everything.

    Raises NotAllowed for others than the coordinator, Invalid for a reason or a day that cannot be, Conflict when such
    a case is open already.
    """
    with transaction.atomic():
        unit = lock_unit(unit.pk)
        if by is not None:
            require(may_decide(roles_at(by, at), unit))
            _require_day(due_on, local_date(at))
        if reason not in ReturnCase.EXITS:
            raise Invalid("unknown_reason", "Välj varför allt ska lämnas tillbaka.", field="reason")
        note = usable_text("note", note, 500, label="Anteckning")
        case = _open_case(unit)
        if case is None:
            kind, case = OPENED, _new(unit, reason, due_on, note, by, at)
        elif case.is_exit:
            raise Conflict("exit_open", f"Allt vid enheten återlämnas redan i {case.number}.")
        else:
            kind = WIDENED
            case.reason, case.due_on, case.note = reason, due_on, note or case.note
            case.save(update_fields=["reason", "due_on", "note"])
        assets = _list_everything(case)
        tell(case, kind, by=by, at=at, after=_values(case, assets))
    return case


def list_the_rest(*, case: ReturnCase, by: User, at: datetime) -> int:
    """Add to a case of everything what has come to the unit since; give how many pieces and services it was.

    Raises NotAllowed for others than the two parties, Conflict for a case that is over or holds single pieces.
    """
    with transaction.atomic():
        case = locked_open(case)
        require(may_take_part(roles_at(by, at), case.unit))
        if not case.is_exit:
            raise Conflict("not_exit", "Ärendet gäller enstaka utrustning. Lägg till den som ska lämnas.")
        services = list(unlisted_services(case))
        assets = _list_everything(case)
        if assets or services:
            names = [one.item_code for one in services]
            log(case, LISTED, by=by, at=at, after={"assets": _numbers(assets), "services": names})
    return len(assets) + len(services)


def drop_item(*, case: ReturnCase, item_id: int, by: User, at: datetime) -> None:
    """Take a piece off the list: one that stays after all, or of a case of everything one that the unit no longer has.

    Raises NotAllowed for others than the two parties, Conflict for what is handed over, decided or still to go back.
    """
    with transaction.atomic():
        case = locked_open(case)
        require(may_take_part(roles_at(by, at), case.unit))
        item = item_of(case, item_id)
        if item.state != ReturnItem.State.LISTED or item.handover_id is not None:
            raise Conflict("not_listed", "Utrustningen är överlämnad eller beslutad. Läs in sidan igen.")
        asset = item.asset
        if case.is_exit and asset.is_held and asset.unit_id == case.unit_id:
            raise Conflict("still_held", f"{asset.asset_number} finns på enheten och ska lämnas tillbaka.")
        item.delete()
        log(case, "return.item_dropped", by=by, at=at, before={"asset": asset.asset_number})


def item_of(case: ReturnCase, item_id: int) -> ReturnItem:
    """A piece of the case, held. Raises Conflict for one that is not there (any more)."""
    items = ReturnItem.objects.select_for_update(of=("self",)).select_related("asset")
    item = items.filter(case=case, pk=item_id).first()
    if item is None:
        raise Conflict("item_gone", "Utrustningen står inte i ärendet längre. Läs in sidan igen.")
    return item


def _open_case(unit: CareUnit) -> ReturnCase | None:
    case = ReturnCase.objects.open().select_for_update(of=("self",)).filter(unit=unit).first()
    if case is not None:
        case.unit = unit
    return case


def _new(unit: CareUnit, reason: str, due_on: date, note: str, by: User | None, at: datetime) -> ReturnCase:
    case = ReturnCase(
        number=next_number(ReturnCase, SERIES, local_date(at).year),
        unit=unit,
        reason=reason,
        due_on=due_on,
        note=note,
        opened_at=at,
        opened_by=by,
    )
    with guarded():
        case.save(force_insert=True)
    return case


def _list(case: ReturnCase, assets: Sequence[Asset]) -> None:
    with guarded():
        ReturnItem.objects.bulk_create([ReturnItem(case=case, asset=one) for one in assets])


def _list_everything(case: ReturnCase) -> list[Asset]:
    """List what is not listed; give the pieces."""
    assets = list(unlisted_assets(case))
    _list(case, assets)
    ReturnService.objects.bulk_create(
        [ReturnService(case=case, service=one) for one in unlisted_services(case)]
    )
    return assets


def _pieces(unit: CareUnit, asset_numbers: Collection[str]) -> list[Asset]:
    wanted = sorted({number.strip().upper() for number in asset_numbers if number.strip()})
    if not wanted:
        raise Invalid("no_pieces", "Välj minst en inventarie att lämna tillbaka.", field="asset_numbers")
    if len(wanted) > MOST_PIECES:
        raise Invalid("too_many", f"Lämna högst {MOST_PIECES} inventarier åt gången.", field="asset_numbers")
    assets = list(held_assets(unit.pk).filter(asset_number__in=wanted).order_by("asset_number"))
    lacking = sorted(set(wanted) - {one.asset_number for one in assets})
    if lacking:
        raise Invalid(
            "not_held",
            f"Enheten har ingen hel inventarie med nummer {', '.join(lacking[:5])}. Delar följer med sin helhet.",
            field="asset_numbers",
        )
    return assets


def _require_day(due_on: date, today: date) -> None:
    if due_on < today:
        raise Invalid("day_passed", "Sista dagen har redan varit. Välj en dag framåt.", field="due_on")
    if due_on > today + FURTHEST_AHEAD:
        raise Invalid("day_too_far", "Välj en sista dag inom två år.", field="due_on")


def _numbers(assets: Sequence[Asset]) -> list[str]:
    return [one.asset_number for one in assets]


def _values(case: ReturnCase, assets: Sequence[Asset]) -> dict[str, object]:
    return {"reason": case.reason, "due_on": case.due_on.isoformat(), "assets": _numbers(assets)}
