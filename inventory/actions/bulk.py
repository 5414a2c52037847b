"""Changing many pieces at once: what would become of each is shown first, and then all is done in one act."""

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q

from inventory.access import may_change_days, may_place
from inventory.actions.writing import LONGEST
from inventory.models import Asset, AssetEvent
from inventory.models.asset import AssetQuerySet
from portal.core.access import Decision, Denied
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid, Missing, raise_faults
from portal.core.people.models import User
from portal.core.text import is_storable, text_faults
from portal.core.units.models import CareUnit
from portal.core.units.queries import roles_of
from portal.core.units.roles import RoleSet

MOST = 1_000
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
PLACE, DAYS = ("function", "room"), ("replacement_due", "warranty_until")
LABELS = {
    "function": "Funktion",
    "room": "Rum",
    "replacement_due": "Planerat utbyte",
    "warranty_until": "Garanti till",
}
_GONE = (Asset.State.RETURNED, Asset.State.DISPOSED)

Values = dict[str, str | date | None]


@dataclass(frozen=True, slots=True)
class Change:
    """What the pieces are to get. None leaves as it is."""

    function: str | None = None
    room: str | None = None
    replacement_due: date | None = None
    warranty_until: date | None = None

    @property
    def values(self) -> Values:
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one piece: what it has and gets where they differ; else why it stays as it is."""

    asset: Asset
    before: Values
    after: Values
    reason: str = ""

    @property
    def changes(self) -> list[tuple[str, str | date | None, str | date | None]]:
        """(label, before, after)."""
        return [(LABELS[name], self.before[name], value) for name, value in self.after.items()]


def check_change(change: Change) -> None:
    """Raise Invalid for nothing to change, for texts that are too long or not plain and for days out of reach."""
    values = change.values
    if not values:
        raise Invalid("nothing_to_change", "Fyll i minst en uppgift som ska ändras.")
    for name in PLACE:
        raise_faults(text_faults(name, str(values.get(name, "")), LONGEST[name], label=LABELS[name]))
    for name in DAYS:
        day = values.get(name)
        if isinstance(day, date) and not EARLIEST <= day <= LATEST:
            raise Invalid("day_range", f"{LABELS[name]}: välj en dag mellan år 2000 och 2100.", field=name)


def outcomes_of(assets: Sequence[Asset], change: Change, roles: RoleSet) -> list[Outcome]:
    """What the change would do to each piece, in the order given. No query: the pieces come with unit and whole."""
    return [_outcome(asset, change.values, roles) for asset in assets]


def pieces_called(numbers: Collection[str], roles: RoleSet) -> AssetQuerySet:
    """Those of the numbers that the person sees. What the database cannot hold is no piece's number."""
    return Asset.objects.reachable_by(roles).filter(
        asset_number__in={one for one in numbers if is_storable(one)}
    )


def mark_of(assets: Sequence[Asset]) -> str:
    """A mark of the pieces as they stand; it differs when any has changed since."""
    rows = sorted(
        [one.asset_number, one.unit_id, one.state, one.part_of_id, *(getattr(one, name) for name in LABELS)]
        for one in assets
    )
    return hashlib.sha256(json.dumps(rows, cls=DjangoJSONEncoder).encode()).hexdigest()


def change_assets(*, numbers: Sequence[str], change: Change, seen: str, by: User, at: datetime) -> int:
    """Change all of the pieces that can be changed, with their parts, as one act. Return how many.

    Raises Invalid as ``check_change`` and for more than 1 000 pieces, Missing for one that the person does not see,
    Conflict when any has changed since ``seen`` was reckoned and when nothing would change.
    """
    check_change(change)
    if not 0 < len(numbers) <= MOST:
        raise Invalid("too_many", "Markera minst en och högst 1 000 inventarier.")
    with transaction.atomic():
        roles = roles_of(by, local_date(at))
        assets = _locked(numbers, roles)
        if mark_of(assets) != seen:
            raise Conflict(
                "rows_changed",
                "Något av det du markerat har ändrats av någon annan. Granska igen och genomför.",
            )
        changing = [one for one in outcomes_of(assets, change, roles) if one.after]
        if not changing:
            raise Conflict("nothing_changes", "Inget av det du markerat ändras.")
        wholes = [one.asset.pk for one in changing]
        pieces = Asset.objects.filter(Q(pk__in=wholes) | Q(part_of__in=wholes))
        parts = [part for part in pieces.select_for_update() if part.part_of_id]
        pieces.update(**change.values)
        _note(changing, parts, change, by, at)
        units = {one.asset.unit.hsa_id if one.asset.unit else "" for one in changing}
        record(
            "assets.changed",
            by=by,
            at=at,
            subject=("assets", f"{len(changing)} st"),
            unit=units.pop() if len(units) == 1 else "",
            after={
                "change": change.values,
                "rows": [
                    {"asset": one.asset.asset_number, "before": one.before, "after": one.after}
                    for one in changing
                ],
            },
        )
    return len(changing)


def _locked(numbers: Sequence[str], roles: RoleSet) -> list[Asset]:
    """The pieces, with their units locked before them. Three queries."""
    found = pieces_called(numbers, roles)
    units = CareUnit.objects.select_for_update(no_key=True).filter(
        pk__in=found.order_by().values("unit").distinct()
    )
    known = {unit.pk: unit for unit in units.order_by("pk")}
    assets = list(Asset.objects.select_for_update().filter(pk__in=found.values("pk")).order_by("pk"))
    if len(assets) != len(set(numbers)):
        raise Missing("asset_missing", "Någon av inventarierna finns inte. Markera om i listan.")
    for asset in assets:
        if asset.unit_id and asset.unit_id not in known:
            raise Conflict("asset_moved", "Någon av inventarierna har just flyttats. Granska igen.")
        asset.unit = known[asset.unit_id] if asset.unit_id else None
    return assets


def _outcome(asset: Asset, values: Values, roles: RoleSet) -> Outcome:
    before = {name: getattr(asset, name) for name in values}
    reason = _why_not(asset, values, roles)
    after = {} if reason else {name: value for name, value in values.items() if value != before[name]}
    if not reason and not after:
        reason = "Har redan de uppgifterna."
    return Outcome(asset, before, after, reason)


def _why_not(asset: Asset, values: Values, roles: RoleSet) -> str:
    if asset.part_of_id:
        return "Är en del av en annan inventarie och ändras med den."
    may: Decision
    checks: tuple[tuple[tuple[str, ...], Callable[[RoleSet, Asset], Decision], bool, str], ...] = (
        (PLACE, may_place, asset.is_held, "Finns inte längre på enheten."),
        (DAYS, may_change_days, asset.state not in _GONE, "Är återlämnad eller kasserad."),
    )
    for names, predicate, there, gone in checks:
        if not any(name in values for name in names):
            continue
        may = predicate(roles, asset)
        if isinstance(may, Denied):
            return may.sentence
        if not there:
            return gone
    return ""


def _note(
    changing: Sequence[Outcome], parts: Sequence[Asset], change: Change, by: User, at: datetime
) -> None:
    told = {one.asset.pk: _told(one) for one in changing}
    pieces = [*told.items(), *((part.pk, told[part.part_of_id or 0]) for part in parts)]
    AssetEvent.objects.bulk_create(
        AssetEvent(asset_id=pk, kind=AssetEvent.Kind.CHANGED, happened_at=at, happened_by=by, note=note[:500])
        for pk, note in pieces
    )


def _told(one: Outcome) -> str:
    return ", ".join(
        f"{label}: {before or 'inget'} → {after or 'inget'}" for label, before, after in one.changes
    )
