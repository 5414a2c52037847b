"""Inventory rounds: opened, answered, added to, signed, decided, opened again, closed."""

from datetime import timedelta
from uuid import uuid4

from hypothesis import strategies as st

from inventory.models import Asset
from inventory.rounds.actions.answering import answer_assets
from inventory.rounds.actions.closing import cancel_round, close_round
from inventory.rounds.actions.finding import add_find, withdraw_find
from inventory.rounds.actions.opening import open_round
from inventory.rounds.actions.reviewing import decide_deviations, review_round_units
from inventory.rounds.actions.signing import reopen_round_unit, sign_round_unit
from inventory.rounds.content import Answer, Found, RoundContent
from inventory.rounds.models import Decision, InventoryRound, Outcome, RoundAsset, RoundFind, RoundUnit
from inventory.rounds.workflow import DECISIONS, decisions_on_find
from portal.core.clock import local_date
from portal.core.units.chosen import Chosen
from tests.life.acting import FEW, PLACE, Life, deed, picked, several


class Rounding(Life):
    @deed(unit=PLACE)
    def open_round(self, unit: int) -> None:
        """At one unit or, for the last places, at all."""
        units = self.units
        chosen = Chosen.of([("UNIT", units[unit].hsa_id)]) if unit < len(units) else Chosen()
        answer_by = local_date(self.at) + timedelta(days=14)
        self.act(
            "open round",
            open_round,
            region=self.world.region,
            content=RoundContent("Inventering", "", answer_by, chosen),
            by=self.world.coordinator,
        )

    @deed(
        "asked",
        often=2,
        task=PLACE,
        places=FEW,
        outcome=st.sampled_from(Outcome.values),
        seen=st.booleans(),
        by=PLACE,
    )
    def answer(self, task: int, places: list[int], outcome: str, seen: bool, by: int) -> None:
        """For some pieces the same, having seen the earlier answers or not."""
        found = self.task_in(task, *RoundUnit.UNSIGNED)
        rows = several(found.assets.select_related("asset").order_by("pk"), places)
        self.give(found, rows, outcome, seen, by)

    @deed("asked", often=2, task=PLACE)
    def answer_the_rest_and_sign(self, task: int) -> None:
        found = self.task_in(task, *RoundUnit.UNSIGNED)
        rows = found.assets.select_related("asset").order_by("pk")
        self.give(found, list(rows.filter(outcome="") | rows.filter(is_conflict=True)), "PRESENT", True, 1)
        self.act("sign round", sign_round_unit, round_unit=found, by=self.head_of(found.unit))

    @deed("asked", often=2, task=PLACE, asset=st.integers(0, 30), known=st.booleans())
    def find(self, task: int, asset: int, known: bool) -> None:
        """A piece of the register, from anywhere, or something that nobody knows."""
        task = self.task_in(task, *RoundUnit.UNSIGNED)
        piece = picked(Asset.objects.order_by("pk"), asset)
        number = piece.asset_number if known else f"X{asset}"
        self.act(
            "find",
            add_find,
            round_unit=task,
            found=Found(uuid4(), number=number),
            by=self.head_of(task.unit),
        )

    @deed(which=PLACE)
    def take_find_back(self, which: int) -> None:
        rows = RoundFind.objects.filter(withdrawn_at__isnull=True).select_related("round_unit__unit")
        found = picked(rows.order_by("pk"), which)
        if found is not None:
            self.act("withdraw find", withdraw_find, find=found, by=self.head_of(found.round_unit.unit))

    @deed("signed", often=2, which=PLACE, choice=PLACE, to=PLACE)
    def decide_deviation(self, which: int, choice: int, to: int) -> None:
        rows = RoundAsset.objects.undecided().filter(round_unit__state="SIGNED")
        finds = RoundFind.objects.undecided().filter(round_unit__state="SIGNED")
        one = picked([*rows.order_by("pk"), *finds.order_by("pk")], which)
        if one is None:
            return
        is_find = isinstance(one, RoundFind)
        decision = picked(decisions_on_find(one) if is_find else DECISIONS[one.outcome], choice)
        self.act(
            f"decide deviation {Decision(decision)}",
            decide_deviations,
            round=one.round_unit.round,
            rows=[] if is_find else [one.pk],
            finds=[one.pk] if is_find else [],
            decision=decision,
            note="Enligt granskningen.",
            unit=self.units[to % len(self.units)],
            by=self.world.coordinator,
        )

    @deed("signed", often=2, task=PLACE, again=st.booleans())
    def review(self, task: int, again: bool) -> None:
        """Approve what has no deviations, or let a unit answer again."""
        found = self.task_in(task, "SIGNED", "REVIEWED")
        if again:
            self.act(
                "reopen round",
                reopen_round_unit,
                round_unit=found,
                reason="Något fattas.",
                by=self.world.coordinator,
            )
        else:
            self.act("review", review_round_units, round=found.round, by=self.world.coordinator)

    @deed("open_round", often=2, which=PLACE, off=st.sampled_from((False, False, False, True)))
    def end_round(self, which: int, off: bool) -> None:
        found = picked(InventoryRound.objects.filter(state="OPEN").order_by("pk"), which)
        by = self.world.coordinator
        if off:
            self.act("cancel round", cancel_round, round=found, reason="Ställs in.", by=by)
        else:
            self.act("close round", close_round, round=found, note="Det räcker.", by=by)

    def task_in(self, place: int, *states: str) -> RoundUnit:
        rows = RoundUnit.objects.filter(state__in=states).select_related("unit", "round")
        return picked(rows.order_by("pk"), place)

    def give(self, task: RoundUnit, rows: list[RoundAsset], outcome: str, seen: bool, by: int) -> None:
        answers = [
            Answer(
                uuid4(),
                row.asset.asset_number,
                outcome,
                row.sequence if seen else 0,
                room="7",
                note="Så är det.",
            )
            for row in rows
        ]
        head = self.head_of(task.unit)
        who = self.world.contact if by == 0 and head == self.world.head else head
        if answers:
            self.act("answer", answer_assets, round_unit=task, answers=answers, by=who)
