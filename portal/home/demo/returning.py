"""One return of the demo on its way: listed, handed over and signed for through the real actions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from inventory.models import Asset
from inventory.returns.actions.closing import close_case
from inventory.returns.actions.completing import GIVEN, RECEIVED, digest_of, items_in
from inventory.returns.actions.erasing import prove_erasure
from inventory.returns.actions.handing import put_in_many, sign_handover, start_handover
from inventory.returns.actions.opening import return_pieces
from inventory.returns.actions.pickups import PickUpTime, book_pickup
from inventory.returns.models import Handover, ReturnCase, ReturnItem
from portal.core.people.models import User
from portal.home.demo.story import Story

Condition = ReturnItem.Condition


@dataclass
class Returning:
    """A unit gives equipment back. ``case`` is there once it is opened."""

    story: Story
    place: str
    case: ReturnCase = field(init=False)

    @property
    def nils(self) -> User:
        return self.story.people["nils"]

    @property
    def contact(self) -> User:
        return self.story.contacts[self.place]

    def open(self, pieces: Iterable[Asset], due_on: date, note: str, at: datetime) -> None:
        self.case = return_pieces(
            unit=self.story.units[self.place],
            asset_numbers=[one.asset_number for one in pieces],
            due_on=due_on,
            note=note,
            by=self.contact,
            at=at,
        )

    def book(self, day: date, place: str, at: datetime) -> None:
        when = PickUpTime(day, time(9), time(11), place, f"{self.contact.full_name}, IT-kontaktperson")
        book_pickup(case=self.case, when=when, by=self.nils, at=at)

    def hand_over(
        self, conditions: Sequence[str], at: datetime, *, parties: Sequence[str] = (GIVEN, RECEIVED)
    ) -> Handover:
        """The next pieces of the list, one for each of the conditions, signed for by the parties."""
        handover = start_handover(case=self.case, by=self.nils, at=at)
        for item, condition in zip(self.left(), conditions, strict=False):
            put_in_many(handover=handover, item_ids=[item.pk], condition=condition, by=self.nils, at=at)
        signers = {GIVEN: self.contact, RECEIVED: self.nils}
        for party in parties:
            seen, by = digest_of(items_in(handover)), signers[party]
            handover = sign_handover(
                handover=handover, party=party, name=by.full_name, seen=seen, by=by, at=at
            )
        return handover

    def left(self) -> list[ReturnItem]:
        """What is still to go back and in no handover, the computers first."""
        items = ReturnItem.objects.filter(case=self.case, state=ReturnItem.State.LISTED, handover=None)
        return list(items.exclude(condition=Condition.MISSING).order_by("asset__kind", "pk"))

    def erase(self, reference: str, at: datetime) -> None:
        """All the computers that have come, in one protocol."""
        items = self.case.items.select_related("asset")
        prove_erasure(
            case=self.case,
            item_ids=[one.pk for one in items if one.needs_erasure],
            method=ReturnItem.Method.OVERWRITTEN,
            reference=reference,
            by=self.nils,
            at=at,
        )

    def close(self, at: datetime) -> None:
        self.case = close_case(case=self.case, by=self.story.people["eva"], at=at)
