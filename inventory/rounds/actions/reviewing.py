"""Reviewing what units answered: deciding on deviations, one or a group, and approving what has none."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from inventory.rounds.access import may_run
from inventory.rounds.actions.carrying_out import Act, Deviation, carry_out, name_of, require_possible
from inventory.rounds.actions.checking import faults_of
from inventory.rounds.models import Decision, InventoryRound, RoundAsset, RoundFind, RoundUnit
from inventory.rounds.workflow import REVIEWED, of_unit, require_open
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid, raise_faults
from portal.core.people.models import User
from portal.core.units.models import CareUnit
from portal.core.units.queries import roles_of

MOST_DECIDED = 500


def decide_deviations(
    *,
    round: InventoryRound,
    rows: Collection[int],
    finds: Collection[int],
    decision: str,
    note: str,
    by: User,
    at: datetime,
    unit: CareUnit | None = None,
) -> int:
    """Decide the same of every one of the deviations, by primary key, and give how many. All of them or none.

    A unit whose last deviation is decided is reviewed. Raises Invalid for a decision that one of them cannot have,
    Conflict for one that is decided already or whose piece has been moved since, NotAllowed for others than the
    coordinator.
    """
    note = note.strip()
    _require_usable(rows, finds, decision, note, unit)
    with transaction.atomic():
        require(may_run(roles_of(by, local_date(at)), round.region_id))
        tasks = _lock(round, rows, finds, unit)
        require_open(InventoryRound.objects.get(pk=round.pk))
        deviations = _deviations(tasks, rows, finds)
        if len(deviations) < len(set(rows)) + len(set(finds)):
            raise Conflict("gone", "Någon avvikelse är redan granskad eller ändrad. Läs in sidan igen.")
        act = Act(decision, note, unit, round.number, by, at)
        for one in deviations:
            require_possible(one, decision)
            carry_out(one, tasks[one.round_unit_id], act)
            one.decision, one.decision_note, one.decided_at, one.decided_by = decision, note, at, by
            one.save(update_fields=["decision", "decision_note", "decided_at", "decided_by"])
        _count(tasks, deviations, by, at)
        record(
            "round.deviations_decided",
            by=by,
            at=at,
            subject=("round", round.number),
            after={
                "decision": decision,
                "note": note,
                "deviations": [str(name_of(one)) for one in deviations],
            },
        )
    return len(deviations)


def review_round_units(*, round: InventoryRound, by: User, at: datetime) -> int:
    """Approve every signed answer without deviations, and give how many. Raises Conflict for a round that is closed,
    NotAllowed for others than the coordinator."""
    with transaction.atomic():
        require(may_run(roles_of(by, local_date(at)), round.region_id))
        locked = RoundUnit.objects.select_for_update(of=("self",)).select_related("unit").order_by("pk")
        units = list(locked.filter(round=round, state=RoundUnit.State.SIGNED, undecided=0))
        require_open(InventoryRound.objects.get(pk=round.pk))
        _approve(units, by, at)
        if units:
            record(
                REVIEWED,
                by=by,
                at=at,
                subject=("round", round.number),
                after={"units": [one.unit.hsa_id for one in units]},
            )
    return len(units)


def _require_usable(
    rows: Collection[int], finds: Collection[int], decision: str, note: str, unit: CareUnit | None
) -> None:
    faults = faults_of(note=note)
    if not rows and not finds:
        faults.append(Invalid("none_chosen", "Markera minst en avvikelse."))
    if len(rows) + len(finds) > MOST_DECIDED:
        faults.append(Invalid("too_many", f"Granska högst {MOST_DECIDED} avvikelser åt gången."))
    if decision not in Decision.values:
        faults.append(Invalid("unknown_decision", "Välj vad som ska göras.", field="decision"))
    if (decision == Decision.MOVE) and unit is None:
        told = "Skriv HSA-id eller namn på den enhet där utrustningen finns."
        faults.append(Invalid("unit_missing", told, field="unit"))
    raise_faults(faults)


def _lock(
    round: InventoryRound, rows: Collection[int], finds: Collection[int], unit: CareUnit | None
) -> dict[int, RoundUnit]:
    """The units' tasks, by primary key, with every unit that a piece leaves or comes to locked before them."""
    tasks = RoundUnit.objects.filter(round=round)
    ids = set(tasks.filter(assets__in=rows).values_list("pk", flat=True))
    ids |= set(tasks.filter(finds__in=finds).values_list("pk", flat=True))
    at_units = set(tasks.filter(pk__in=ids).values_list("unit_id", flat=True))
    at_units |= set(RoundFind.objects.filter(pk__in=finds).values_list("asset__unit_id", flat=True))
    at_units |= {unit.pk} if unit else set()
    list(
        CareUnit.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=at_units - {None})
        .order_by("pk")
    )
    locked = RoundUnit.objects.select_for_update(of=("self",)).select_related("unit__region")
    return {one.pk: one for one in locked.filter(pk__in=ids).order_by("pk")}


def _deviations(
    tasks: dict[int, RoundUnit], rows: Collection[int], finds: Collection[int]
) -> list[Deviation]:
    """Those that wait for a decision, in signed answers."""
    signed = [pk for pk, one in tasks.items() if one.state == RoundUnit.State.SIGNED]
    answers = RoundAsset.objects.select_for_update(of=("self",)).undecided().select_related("asset__unit")
    found = RoundFind.objects.select_for_update(of=("self",)).undecided().select_related("asset__unit")
    return [
        *answers.filter(round_unit__in=signed, pk__in=rows).order_by("pk"),
        *found.filter(round_unit__in=signed, pk__in=finds).order_by("pk"),
    ]


def _count(tasks: dict[int, RoundUnit], deviations: list[Deviation], by: User, at: datetime) -> None:
    for one in deviations:
        tasks[one.round_unit_id].undecided -= 1
    RoundUnit.objects.bulk_update(tasks.values(), ["undecided"])
    _approve([one for one in tasks.values() if not one.undecided], by, at)


def _approve(units: Sequence[RoundUnit], by: User, at: datetime) -> None:
    of_unit.take_all(RoundUnit.objects.filter(pk__in=[one.pk for one in units]), "review", by=by, at=at)
