"""Answering for pieces: several people at the unit at once, each answer once, and none over another's unseen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from inventory.rounds.access import may_answer
from inventory.rounds.actions.checking import faults_of
from inventory.rounds.content import Answer
from inventory.rounds.models import Outcome, RoundAnswer, RoundAsset, RoundUnit
from inventory.rounds.workflow import ANSWERED, of_unit, require_open, require_unsigned
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.errors import Invalid, raise_faults
from portal.core.outbox.actions import enqueue
from portal.core.people.models import User
from portal.core.units.queries import roles_of

MOST_ANSWERS = 500
TO_SIGN = "round.to_sign"
ACCEPTED, REPEATED, CONFLICT = "ACCEPTED", "REPEATED", "CONFLICT"
_WRITTEN = (
    "sequence", "is_conflict", "outcome", "new_function", "new_room", "note", "answered_at", "answered_by"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an answer: ACCEPTED, REPEATED (it had come before) or CONFLICT (kept, but another that its giver
    had not seen says otherwise, and stands). ``row`` is the piece as it now is."""

    key: UUID
    status: str
    row: RoundAsset


def answer_assets(
    *, round_unit: RoundUnit, answers: Sequence[Answer], by: User, at: datetime
) -> list[Receipt]:
    """Keep the answers and give a receipt for each, in the same order. All of them or none.

    An answer whose key has come before changes nothing, so that it can be sent again. Raises Errors or Invalid for
    answers that cannot be used, Conflict for an answer that is signed or a round that is closed, NotAllowed for
    others than those who answer for the unit.
    """
    _require_usable(answers)
    with transaction.atomic():
        row = lock_round_unit(round_unit)
        require(may_answer(roles_of(by, local_date(at)), row.unit))
        known = _known(row, answers)
        if len(known) < len(answers):
            require_open(row.round)
            require_unsigned(row)
        rows = _rows(row, answers)
        new = [one for one in answers if one.key not in known]
        kept = [_keep(rows[one.asset_number], one, by, at) for one in new]
        RoundAnswer.objects.bulk_create(kept)
        RoundAsset.objects.bulk_update({one.round_asset for one in kept}, _WRITTEN, batch_size=500)
        if kept:
            _after(row, kept, by, at)
    conflicts = {one.key for one in kept if one.is_conflict}
    return [
        Receipt(
            one.key,
            REPEATED if one.key in known else CONFLICT if one.key in conflicts else ACCEPTED,
            rows[one.asset_number],
        )
        for one in answers
    ]


def lock_round_unit(round_unit: RoundUnit) -> RoundUnit:
    """The unit's task, locked until the transaction ends, with its round and unit."""
    rows = RoundUnit.objects.select_for_update(of=("self",)).select_related("unit__region", "round")
    return rows.get(pk=round_unit.pk)


def count_answers(row: RoundUnit) -> None:
    """Set how many pieces are answered for and how many have two answers that differ. The row is not saved."""
    counts = RoundAsset.objects.filter(round_unit=row).aggregate(
        answered=Count("pk", filter=~Q(outcome="")), conflicts=Count("pk", filter=Q(is_conflict=True))
    )
    row.answered, row.conflicts = counts["answered"], counts["conflicts"]


def _require_usable(answers: Sequence[Answer]) -> None:
    if not answers:
        raise Invalid("no_answers", "Skicka minst ett svar.", field="answers")
    if len(answers) > MOST_ANSWERS:
        raise Invalid("too_many", f"Skicka högst {MOST_ANSWERS} svar åt gången.", field="answers")
    if len({one.key for one in answers}) < len(answers):
        raise Invalid("key_twice", "Samma nyckel står två gånger.", field="answers")
    faults = []
    for place, one in enumerate(answers):
        at = f"answers[{place}]." if len(answers) > 1 else ""
        faults += faults_of(at, function=one.function, room=one.room, note=one.note)
        faults += _answer_faults(one, at)
    raise_faults(faults)


def _answer_faults(one: Answer, at: str) -> list[Invalid]:
    if one.outcome not in Outcome.values:
        return [Invalid("unknown_outcome", "Välj ett svar.", field=f"{at}outcome")]
    if one.outcome == Outcome.ELSEWHERE and not (one.function + one.room + one.note).strip():
        told = "Skriv var utrustningen finns: funktion, rum eller en anteckning."
        return [Invalid("place_missing", told, field=f"{at}room")]
    if one.outcome == Outcome.DAMAGED and not one.note.strip():
        return [Invalid("note_missing", "Beskriv skadan kort.", field=f"{at}note")]
    return []


def _known(row: RoundUnit, answers: Sequence[Answer]) -> set[UUID]:
    """The keys that have come before. Raises Invalid for one that was used for something else."""
    earlier = RoundAnswer.objects.filter(key__in=[one.key for one in answers])
    found = {
        key: (unit, number)
        for key, unit, number in earlier.values_list(
            "key", "round_asset__round_unit_id", "round_asset__asset__asset_number"
        )
    }
    for one in answers:
        if one.key in found and found[one.key] != (row.pk, one.asset_number):
            raise Invalid("key_used", "Nyckeln är använd för ett annat svar.", field="key")
    return set(found)


def _rows(row: RoundUnit, answers: Sequence[Answer]) -> Mapping[str, RoundAsset]:
    """The pieces by number, locked. Raises Invalid for one that was not expected or whose deviation is decided."""
    wanted = {one.asset_number for one in answers}
    locked = RoundAsset.objects.select_for_update(of=("self",)).select_related("asset", "answered_by")
    rows = locked.filter(round_unit=row, asset__asset_number__in=wanted).order_by("pk")
    found = {one.asset.asset_number: one for one in rows}
    faults = []
    for place, one in enumerate(answers):
        at = f"answers[{place}]." if len(answers) > 1 else ""
        if one.asset_number not in found:
            told = "Inventarien ingår inte i inventeringen. Lägg till den som oväntad utrustning."
            faults.append(Invalid("not_expected", told, field=f"{at}asset_number"))
        elif found[one.asset_number].decided_at:
            told = f"{one.asset_number} är redan granskad av samordnaren."
            faults.append(Invalid("decided", told, field=f"{at}asset_number"))
        elif not 0 <= one.seen <= found[one.asset_number].sequence + len(answers):
            faults.append(Invalid("seen_ahead", "Svaret bygger på svar som inte finns.", field=f"{at}seen"))
    raise_faults(faults)
    return found


def _keep(row: RoundAsset, one: Answer, by: User, at: datetime) -> RoundAnswer:
    """The answer to be stored, with its piece changed by it unless it stands against another's."""
    seen = min(one.seen, row.sequence)
    is_conflict = seen < row.sequence and (row.is_conflict or _differs(row, one, by))
    row.sequence += 1
    row.is_conflict = is_conflict
    if not is_conflict:
        row.outcome = one.outcome
        row.new_function, row.new_room = one.function.strip(), one.room.strip()
        row.note, row.answered_at, row.answered_by = one.note.strip(), at, by
    return RoundAnswer(
        round_asset=row,
        sequence=row.sequence,
        key=one.key,
        seen=seen,
        is_conflict=is_conflict,
        outcome=one.outcome,
        function=one.function.strip(),
        room=one.room.strip(),
        note=one.note.strip(),
        answered_at=at,
        answered_by=by,
    )


def _differs(row: RoundAsset, one: Answer, by: User) -> bool:
    """Whether another person's answer says something else. One's own earlier answer is only corrected."""
    theirs = (row.outcome, row.new_function, row.new_room)
    return row.answered_by_id != by.pk and theirs != (one.outcome, one.function.strip(), one.room.strip())


def _after(row: RoundUnit, kept: list[RoundAnswer], by: User, at: datetime) -> None:
    was_whole = row.answered == row.expected and not row.conflicts
    count_answers(row)
    of_unit.take(row, "answer", by=by, at=at)
    record(
        ANSWERED,
        by=by,
        at=at,
        subject=("round", row.round.number),
        unit=row.unit.hsa_id,
        after={"answers": {one.round_asset.asset.asset_number: one.outcome for one in kept}},
    )
    if not was_whole and row.answered == row.expected and not row.conflicts:
        enqueue(
            TO_SIGN,
            payload={"round_unit": row.pk, "by": by.pk},
            dedupe_key=f"{TO_SIGN}:{row.pk}:{row.signings}",
            at=at,
        )
