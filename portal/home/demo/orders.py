"""Orders in the demo: written as one line of text each, and carried through the real actions at their times."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from orders.actions.attest import attest_order, refuse_order
from orders.actions.check import LineDecision, check_order, send_back
from orders.actions.confirm import PieceReceipt, confirm_delivery
from orders.actions.deliver import LineDelivery, register_delivery
from orders.actions.submit import save_draft, submit_order, withdraw_order
from orders.content import LineContent, OrderContent
from orders.models import DeliveredPiece, Delivery, Order
from portal.core.people.models import User
from portal.home.demo.story import Story

COST_CENTRE = "95492"
# When in the day each step is taken, so that several may be taken on the same day.
HOURS = {"submit": 8, "check": 9, "attest": 11, "deliver": 13, "confirm": 15}
MOTIVATIONS = {
    "extra-screen": (
        "Tre sköterskor i telefonrådgivningen har journal och rådgivningsstöd öppna samtidigt och växlar i dag mellan "
        "fönster under samtalen."
    ),
    "wipeable-keyboard-mouse": "Provtagningsrummet torkas av med ytdesinfektion efter varje patient.",
    "personal-video": "Läkarna har videobesök varje dag och delar i dag på en enda kamera.",
    "dictation": "Ny läkare från nästa månad som dikterar sina anteckningar.",
    "extra-multifunction-printer": "Barnhälsovården ligger en trappa upp och har långt till enhetens enda skrivare.",
    "group-printer": "Distriktssköterskornas flygel skriver ut recept och intyg flera gånger i timmen.",
    "extra-check-in-screen": "Laboratoriet har en egen ingång och patienterna hittar inte till entréns skärm.",
    "extra-label-printer": "Provtagningen har två rum och etiketterna skrivs i dag ut i fel rum.",
}


def content(text: str) -> OrderContent:
    """An order from text: ``"2 base-package:laptop+docking-station @Sköterska 1/Rum 104, 3 extra-screen"``."""
    return OrderContent(cost_centre=COST_CENTRE, lines=tuple(_line(part.strip()) for part in text.split(",")))


def _line(text: str) -> LineContent:
    what, _, where = text.partition(" @")
    number, _, article = what.partition(" ")
    article, *options = article.split("+")
    item, _, variant = article.partition(":")
    function, _, room = where.partition("/")
    return LineContent(
        item=item,
        quantity=int(number),
        variant=variant,
        options=tuple(options),
        motivation=MOTIVATIONS.get(item, ""),
        function=function,
        room=room,
    )


@dataclass
class Job:
    """One order on its way. ``days`` are the workdays ago when it was submitted, checked, attested, delivered and
    confirmed, as far as it came; ``ending`` is what befell it instead of the last of them."""

    story: Story
    place: str
    text: str
    days: tuple[int, ...]
    ending: str = ""
    reason: str = ""
    attester: str = "anders"
    cut: dict[str, tuple[int, str]] = field(default_factory=dict)
    order: Order | None = None
    delivery: Delivery | None = None

    def plan(self) -> None:
        """Put the order's steps in the story's calendar."""
        minute = self.story.rng.randrange(0, 50)
        steps = list(zip(HOURS, self.days, strict=False))
        for name, day in steps[:-1] if self.ending else steps:
            self.story.plan(self.story.moment(day, HOURS[name], minute), getattr(self, name))
        if self.ending:
            name, day = steps[-1]
            self.story.plan(self.story.moment(day, HOURS[name], minute), getattr(self, self.ending))

    @property
    def head(self) -> User:
        return self.story.heads[self.place]

    # --- The steps -----------------------------------------------------------------------------------------
    def submit(self, at: datetime) -> None:
        unit = self.story.units[self.place]
        self.order = submit_order(
            unit=unit, content=content(self.text), by=self.head, at=at, order=self.order
        )

    def check(self, at: datetime) -> None:
        decisions = [
            LineDecision(line.pk, *self.cut.get(line.item_code, (line.quantity,))) for line in self._lines()
        ]
        check_order(order=self.order, decisions=decisions, by=self.story.people["eva"], at=at)

    def attest(self, at: datetime) -> None:
        attest_order(order=self.order, by=self.story.people[self.attester], at=at)

    def deliver(self, at: datetime) -> None:
        self._deliver(at, most=1000)

    def confirm(self, at: datetime) -> None:
        by = self.head if self.story.rng.random() < 0.5 else self.story.contacts[self.place]
        confirm_delivery(delivery=self.delivery, by=by, at=at)

    # --- The endings ---------------------------------------------------------------------------------------
    def draft(self, at: datetime) -> None:
        unit = self.story.units[self.place]
        self.order = save_draft(unit=unit, content=content(self.text), by=self.head, at=at)

    def give_back(self, at: datetime) -> None:
        send_back(order=self.order, message=self.reason, by=self.story.people["eva"], at=at)

    def mend(self, at: datetime) -> None:
        """Sent back by the coordinator and sent anew by the unit two hours later."""
        self.give_back(at)
        self.story.plan(at + timedelta(hours=2), self.submit)
        self.story.plan(at + timedelta(hours=4), self.check)

    def turn_down(self, at: datetime) -> None:
        """Refused at the check: nothing of it is granted."""
        decisions = [LineDecision(line.pk, 0, self.reason) for line in self._lines()]
        check_order(order=self.order, decisions=decisions, by=self.story.people["eva"], at=at)

    def refuse(self, at: datetime) -> None:
        refuse_order(order=self.order, reason=self.reason, by=self.story.people[self.attester], at=at)

    def withdraw(self, at: datetime) -> None:
        withdraw_order(order=self.order, by=self.head, at=at)

    def deliver_part(self, at: datetime) -> None:
        self._deliver(at, most=1)

    def deviate(self, at: datetime) -> None:
        """The first piece came damaged; the rest is received."""
        piece = self.delivery.pieces.order_by("pk").first()
        damage = PieceReceipt(piece.pk, DeliveredPiece.Receipt.DAMAGED, self.reason)
        confirm_delivery(
            delivery=self.delivery, deviations=[damage], by=self.story.contacts[self.place], at=at
        )

    def deliver_anew(self, at: datetime) -> None:
        """A damaged piece is reported, delivered again two days later and received."""
        self.deviate(at)
        self.story.plan(self.story.later(at, 2), self.deliver)
        self.story.plan(self.story.later(at, 2, hours=1), self.confirm)

    def _deliver(self, at: datetime, most: int) -> None:
        lines = [line for line in self._lines() if line.remaining]
        deliveries = [
            LineDelivery(line.pk, tuple(self._serial(line) for _ in range(min(line.remaining, most))))
            for line in lines
        ]
        if most == 1:
            deliveries = deliveries[:1]
        self.delivery = register_delivery(
            order=self.order, lines=deliveries, by=self.story.people["nils"], at=at
        )

    def _serial(self, line) -> str:
        return self.story.serial() if line.item.has_serial_numbers else ""

    def _lines(self) -> list:
        return list(self.order.lines.select_related("item").order_by("position"))
