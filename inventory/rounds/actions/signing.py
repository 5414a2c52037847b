"""Signing a unit's answer, which freezes it, and opening it again."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction

from inventory.actions.state import note_happening
from inventory.models import Asset, AssetEvent
from inventory.rounds.access import may_run, may_sign
from inventory.rounds.actions.answering import lock_round_unit
from inventory.rounds.actions.checking import LONGEST
from inventory.rounds.models import Outcome, RoundAsset, RoundFind, RoundSigning, RoundUnit
from inventory.rounds.workflow import REOPENED, SIGNED, of_unit, require_open, require_unsigned
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.errors import Conflict
from portal.core.outbox.actions import enqueue
from portal.core.people.models import User
from portal.core.text import usable_text
from portal.core.units.queries import lock_unit, roles_of


def sign_round_unit(*, round_unit: RoundUnit, by: User, at: datetime) -> RoundSigning:
    """The head of the unit vouches for the answer: it is kept as it stands, and what is there is noted on the pieces.

    Raises Conflict for an answer that is not whole, has answers that differ, is signed already or belongs to a round
    that is closed; NotAllowed for others than the head of the unit.
    """
    with transaction.atomic():
        lock_unit(round_unit.unit_id)
        row = lock_round_unit(round_unit)
        require(may_sign(roles_of(by, local_date(at)), row.unit))
        require_open(row.round)
        require_unsigned(row)
        _require_whole(row)
        finds = list(RoundFind.objects.standing().filter(round_unit=row).select_related("found_by"))
        row.signings += 1
        row.undecided = RoundAsset.objects.filter(round_unit=row).undecided().count()
        row.undecided += sum(find.decided_at is None for find in finds)
        of_unit.take(row, "sign", by=by, at=at)
        signing = _keep(row, finds, by, at)
        present = Asset.objects.filter(rounds__round_unit=row, rounds__outcome=Outcome.PRESENT)
        note_happening(
            assets=list(present),
            happening=AssetEvent.Kind.INVENTORIED,
            source=row.round.number,
            note="Finns",
            by=by,
            at=at,
        )
        _log(SIGNED, row, by, at, {"deviations": row.undecided, "content_hash": signing.content_hash})
        enqueue(SIGNED, payload={"signing": signing.pk}, dedupe_key=f"{SIGNED}:{signing.pk}", at=at)
    return signing


def reopen_round_unit(*, round_unit: RoundUnit, reason: str, by: User, at: datetime) -> RoundUnit:
    """Let the unit answer again, since something was wrong. What was signed stays, and what was decided stands.

    Raises Invalid without a reason, Conflict for an answer that is not signed, a round that is closed or a unit that
    has another round to answer, NotAllowed for others than the coordinator.
    """
    reason = usable_text("reason", reason, LONGEST["reason"], missing="Skriv varför svaret öppnas igen.")
    with transaction.atomic():
        row = lock_round_unit(round_unit)
        require(may_run(roles_of(by, local_date(at)), row.round.region_id))
        require_open(row.round)
        if row.signed_at is None:
            raise Conflict("not_signed", "Enhetens svar är inte signerat, så det går redan att ändra.")
        row.reopen_reason = reason
        of_unit.take(row, "reopen", by=by, at=at)
        _log(REOPENED, row, by, at, {"reason": reason})
        key = f"{REOPENED}:{row.pk}:{row.signings}"
        enqueue(REOPENED, payload={"round_unit": row.pk, "signings": row.signings}, dedupe_key=key, at=at)
    return row


def _require_whole(row: RoundUnit) -> None:
    if row.answered < row.expected:
        raise Conflict("not_whole", f"{row.remaining} inventarier är inte besvarade än.")
    if row.conflicts:
        raise Conflict("conflicts", f"{row.conflicts} inventarier har olika svar. Välj vilket som gäller.")


def _keep(row: RoundUnit, finds: list[RoundFind], by: User, at: datetime) -> RoundSigning:
    assets = RoundAsset.objects.filter(round_unit=row).select_related("asset", "answered_by")
    rows = [_row(one) for one in assets.order_by("asset__asset_number")]
    found = [
        {
            "number": one.number,
            "description": one.description,
            "place": one.place,
            "found_by": one.found_by.display_name,
        }
        for one in finds
    ]
    kept = json.dumps([rows, found], sort_keys=True, ensure_ascii=False).encode()
    return RoundSigning.objects.create(
        round_unit=row,
        sequence=row.signings,
        rows=rows,
        finds=found,
        content_hash=hashlib.sha256(kept).hexdigest(),
        signed_at=at,
        signed_by=by,
    )


def _row(one: RoundAsset) -> dict[str, Any]:
    return {
        "asset_number": one.asset.asset_number,
        "serial_number": one.asset.serial_number,
        "name": one.asset.item_name,
        "place": one.place,
        "outcome": one.outcome,
        "new_place": one.new_place,
        "note": one.note,
        "answered_at": one.answered_at.isoformat() if one.answered_at else "",
        "answered_by": one.answered_by.display_name if one.answered_by else "",
    }


def _log(kind: str, row: RoundUnit, by: User, at: datetime, after: dict[str, Any]) -> None:
    record(kind, by=by, at=at, subject=("round", row.round.number), unit=row.unit.hsa_id, after=after)
