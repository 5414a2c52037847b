"""How far rounds have come."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from inventory.rounds.models import InventoryRound, RoundUnit
from portal.core.search import containing
from portal.core.units.roles import Role, RoleSet

ORDER = ("unit__sort_key", "pk")
LATE, TO_REVIEW, DEVIATING = "SENA", "GRANSKA", "AVVIKELSER"
_DONE = (RoundUnit.State.SIGNED, RoundUnit.State.REVIEWED)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What to show of a round's units: a state, LATE, TO_REVIEW or DEVIATING, a municipality, a part of the name."""

    standing: str = ""
    municipality: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """A round in numbers: units by state, pieces expected and answered for, deviations to decide, and signed answers
    ``to_approve`` since they have none."""

    states: dict[str, int] = field(default_factory=dict)
    expected: int = 0
    answered: int = 0
    undecided: int = 0
    to_approve: int = 0

    @property
    def units(self) -> int:
        return sum(self.states.values())

    @property
    def done(self) -> int:
        """Units whose answer is signed."""
        return sum(self.states.get(state, 0) for state in _DONE)

    @property
    def unsigned(self) -> int:
        return sum(self.states.get(state, 0) for state in RoundUnit.UNSIGNED)


def progress_of(rounds: Collection[int]) -> dict[int, Progress]:
    """The progress of each round, by primary key. One query."""
    rows = (
        RoundUnit.objects.filter(round__in=rounds)
        .values("round", "state")
        .annotate(
            units=Count("pk"),
            of=Sum("expected"),
            done=Sum("answered"),
            left=Sum("undecided"),
            faultless=Count("pk", filter=Q(state=RoundUnit.State.SIGNED, undecided=0)),
        )
        .order_by()
    )
    found: dict[int, Progress] = {}
    for row in rows:
        before = found.get(row["round"], Progress())
        found[row["round"]] = Progress(
            before.states | {row["state"]: row["units"]},
            before.expected + row["of"],
            before.answered + row["done"],
            before.undecided + row["left"],
            before.to_approve + row["faultless"],
        )
    return {pk: found.get(pk, Progress()) for pk in rounds}


def units_of(
    inventory_round: InventoryRound, roles: RoleSet, wishes: Wishes, today: date
) -> QuerySet[RoundUnit]:
    """The round's units that the person sees and wishes for, with unit and who signed."""
    rows = RoundUnit.objects.visible_to(roles).filter(round=inventory_round)
    rows = rows.filter(_standing(inventory_round, wishes.standing, today))
    if wishes.municipality:
        rows = rows.filter(unit__municipality=wishes.municipality)
    if wishes.text:
        rows = rows.filter(containing(wishes.text, "unit__name", "unit__hsa_id"))
    return rows.select_related("unit", "signed_by")


def tasks_of(roles: RoleSet, *, only_waiting: bool) -> QuerySet[RoundUnit]:
    """The tasks of the units that the person has a role at, branches with their main unit."""
    ids = roles.all_unit_ids
    rows = RoundUnit.objects.filter(Q(unit__in=ids) | Q(unit__parent__in=ids))
    return rows.waiting() if only_waiting else rows


def to_review(roles: RoleSet) -> QuerySet[InventoryRound]:
    """The open rounds that the person runs in which signed answers have deviations to decide: ``deviations`` of them."""
    regions = roles.regions_with(Role.COORDINATOR)
    rows = InventoryRound.objects.filter(region__in=regions, state=InventoryRound.State.OPEN)
    signed = Q(units__state=RoundUnit.State.SIGNED)
    counted = rows.annotate(deviations=Sum("units__undecided", filter=signed))
    return counted.filter(deviations__gt=0).order_by("answer_by", "pk")


def _standing(inventory_round: InventoryRound, wish: str, today: date) -> Q:
    if wish == LATE:
        late = inventory_round.answer_by < today
        return Q(state__in=RoundUnit.UNSIGNED) if late else Q(pk__in=())
    if wish == TO_REVIEW:
        return Q(state=RoundUnit.State.SIGNED)
    if wish == DEVIATING:
        return Q(undecided__gt=0)
    return Q(state=wish) if wish in RoundUnit.State.values else Q()
