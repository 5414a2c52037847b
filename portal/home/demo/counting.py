"""One inventory round of the demo on its way: answered, signed and reviewed through the real actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from inventory.rounds.actions.answering import answer_assets
from inventory.rounds.actions.finding import add_find
from inventory.rounds.actions.opening import open_round
from inventory.rounds.actions.reviewing import decide_deviations
from inventory.rounds.actions.signing import sign_round_unit
from inventory.rounds.content import Answer, Found, RoundContent
from inventory.rounds.models import InventoryRound, Outcome, RoundAsset, RoundSchedule, RoundUnit
from portal.core.people.models import User
from portal.home.demo.story import Story


@dataclass(frozen=True, slots=True)
class Odd:
    """An answer that is not that a piece is there: what the unit says of the first piece with the item's code."""

    code: str
    outcome: str
    note: str = ""
    function: str = ""
    room: str = ""


@dataclass
class Counting:
    """A round. ``round`` is there once it is opened, ``schedule`` if it is opened by one."""

    story: Story
    schedule: RoundSchedule = field(init=False)
    round: InventoryRound = field(init=False)

    def open(self, content: RoundContent, at: datetime) -> None:
        self.round = open_round(region=self.story.region, content=content, by=self.story.people["eva"], at=at)

    def task(self, place: str) -> RoundUnit:
        return RoundUnit.objects.get(round=self.round, unit=self.story.units[place])

    def answer(
        self,
        place: str,
        at: datetime,
        *,
        by: User | None = None,
        odd: Sequence[Odd] = (),
        share: float = 1.0,
    ) -> None:
        """Someone at the unit, its IT contact unless another is named, answers for what is not answered: all of it, or
        as large a share as is said, beginning where the list begins."""
        rows = self._rows(place)
        rows = rows[: round(len(rows) * share)]
        said = self._said(rows, odd)
        answers = [
            Answer(uuid4(), row.asset.asset_number, **said.get(row.pk, {"outcome": Outcome.PRESENT}))
            for row in rows
        ]
        if answers:
            by = by or self.story.contacts[place]
            answer_assets(round_unit=self.task(place), answers=answers, by=by, at=at)

    def differ(self, place: str, at: datetime, *, first: User, then: User, note: str) -> None:
        """Two people answer for the last piece of the list, neither having seen the other's answer."""
        row = self._rows(place)[-1]
        number, task = row.asset.asset_number, self.task(place)
        there = Answer(uuid4(), number, Outcome.PRESENT)
        gone = Answer(uuid4(), number, Outcome.MISSING, note=note)
        answer_assets(round_unit=task, answers=[there], by=first, at=at)
        answer_assets(round_unit=task, answers=[gone], by=then, at=self.story.until_now(at))

    def find(self, place: str, at: datetime, **found: str) -> None:
        by = self.story.contacts[place]
        add_find(round_unit=self.task(place), found=Found(uuid4(), **found), by=by, at=at)

    def sign(self, place: str, at: datetime) -> None:
        sign_round_unit(round_unit=self.task(place), by=self.story.heads[place], at=at)

    def decide(self, place: str, outcome: str, decision: str, at: datetime, *, note: str = "") -> None:
        """The coordinator decides alike of every answer of a kind at the unit."""
        rows = RoundAsset.objects.undecided().filter(round_unit=self.task(place), outcome=outcome)
        decide_deviations(
            round=self.round,
            rows=list(rows.values_list("pk", flat=True)),
            finds=[],
            decision=decision,
            note=note,
            by=self.story.people["eva"],
            at=at,
        )

    def _rows(self, place: str) -> list[RoundAsset]:
        """What is not answered for, in the order in which one walks through the unit."""
        rows = RoundAsset.objects.filter(round_unit__round=self.round, outcome="")
        rows = rows.filter(round_unit__unit=self.story.units[place]).select_related("asset")
        return list(rows.order_by("function", "room", "pk"))

    def _said(self, rows: Sequence[RoundAsset], odd: Sequence[Odd]) -> Mapping[int, dict[str, str]]:
        """What is odd, by the row that it is said of. Raises LookupError for a piece that the unit has not."""
        said: dict[int, dict[str, str]] = {}
        for one in odd:
            row = next((row for row in rows if row.asset.item_code == one.code and row.pk not in said), None)
            if row is None:
                raise LookupError(f"No {one.code} among what is answered")
            said[row.pk] = {
                "outcome": one.outcome,
                "note": one.note,
                "function": one.function,
                "room": one.room,
            }
        return said
