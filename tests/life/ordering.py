"""Orders: sent, taken back, checked, attested, delivered, received."""

from datetime import timedelta

from hypothesis import strategies as st

from orders.actions.attest import attest_order, refuse_order
from orders.actions.check import LineDecision, check_order, send_back
from orders.actions.confirm import PieceReceipt, confirm_delivery
from orders.actions.deliver import LineDelivery, register_delivery
from orders.actions.submit import submit_order, withdraw_order
from orders.content import LineContent, OrderContent
from orders.models import Delivery, Order
from portal.core.units.models import CareUnit
from tests.life.acting import PLACE, Life, deed, picked
from tests.steps import next_serial

ITEMS = ("base-package", "base-package", "label-printer", "check-in-screen", "extra-screen")
DEVIATIONS = ("NOT_RECEIVED", "DAMAGED", "WRONG_ITEM")
LINES = st.lists(st.tuples(st.sampled_from(ITEMS), st.integers(1, 2)), min_size=1, max_size=2)


def content(lines: list[tuple[str, int]]) -> OrderContent:
    return OrderContent(
        lines=tuple(
            LineContent(
                item,
                quantity,
                variant="laptop" if item == "base-package" else "",
                motivation="Två granskar bilder bredvid journalen hela dagen."
                if item == "extra-screen"
                else "",
            )
            for item, quantity in lines
        ),
        cost_centre="95492",
    )


class Ordering(Life):
    @deed(often=3, unit=PLACE, lines=LINES)
    def submit(self, unit: int, lines: list[tuple[str, int]]) -> None:
        at = self.units[unit % len(self.units)]
        self.act("submit", submit_order, unit=at, content=content(lines), by=self.head_of(at))

    @deed("drafted_again", often=2, order=PLACE, lines=LINES)
    def submit_again(self, order: int, lines: list[tuple[str, int]]) -> None:
        found = self.order_in(order, Order.State.RETURNED_FOR_COMPLETION)
        by = self.head_of(found.unit)
        self.act(
            "resubmit",
            submit_order,
            ordinary=self.is_ordinary(found),
            unit=CareUnit.objects.get(pk=found.unit_id),
            content=content(lines),
            order=found,
            seen=found.content_hash,
            by=by,
        )

    @deed("sent", often=2, order=PLACE)
    def withdraw(self, order: int) -> None:
        found = self.order_in(order, Order.State.SUBMITTED, Order.State.CHECKED, Order.State.ATTESTED)
        self.act("withdraw", withdraw_order, order=found, by=self.head_of(found.unit))

    @deed("submitted", often=6, order=PLACE, by=PLACE, cut=st.sampled_from((0, 0, 0, 1, 2)))
    def check(self, order: int, by: int, cut: int) -> None:
        """All is granted, or of each line some pieces less."""
        found = self.order_in(order, Order.State.SUBMITTED)
        decisions = [
            LineDecision(line.pk, max(0, line.quantity - cut), "NOT_MOTIVATED") for line in found.lines.all()
        ]
        who = self.someone(by, "coordinator", "manager")
        self.act(
            "check",
            check_order,
            ordinary=self.is_ordinary(found),
            order=found,
            decisions=decisions,
            by=who,
            seen=found.content_hash,
        )

    @deed("sent", often=2, order=PLACE, by=PLACE)
    def ask_for_more(self, order: int, by: int) -> None:
        found = self.order_in(order, Order.State.SUBMITTED, Order.State.CHECKED)
        if found is not None:
            who = self.someone(by, "coordinator", "manager", "substitute")
            self.act("send back", send_back, order=found, message="Skriv varför.", by=who)

    @deed("checked", often=6, order=PLACE, by=PLACE, yes=st.sampled_from((True, True, True, False)))
    def attest(self, order: int, by: int, yes: bool) -> None:
        """By anyone who might, the one who checked or ordered among them."""
        found = self.order_in(order, Order.State.CHECKED)
        who = self.someone(by, "manager", "coordinator", "substitute", "other_head", "manager")
        more = {"order": found, "by": who, "seen": found.content_hash, "ordinary": self.is_ordinary(found)}
        if yes:
            self.act("attest", attest_order, **more)
        else:
            self.act("refuse", refuse_order, reason="Inte nu.", **more)

    @deed("attested", often=6, order=PLACE, most=st.integers(1, 4))
    def deliver(self, order: int, most: int) -> None:
        """Of each line at most so many pieces."""
        found = self.order_in(order, Order.State.ATTESTED, Order.State.IN_DELIVERY)
        rows = [
            LineDelivery(line.pk, tuple(next_serial("R") for _ in range(min(most, line.remaining))))
            for line in found.lines.all()
        ]
        self.act(
            "deliver",
            register_delivery,
            ordinary=self.is_ordinary(found),
            order=found,
            lines=rows,
            by=self.world.delivery,
        )

    @deed(
        "delivered",
        often=6,
        delivery=PLACE,
        by=PLACE,
        bad=st.lists(st.sampled_from(("", "", *DEVIATIONS)), min_size=1, max_size=4),
    )
    def receive(self, delivery: int, by: int, bad: list[str]) -> None:
        found = picked(Delivery.objects.filter(confirmed_at__isnull=True).order_by("pk"), delivery)
        pieces = found.pieces.order_by("pk")
        deviations = [
            PieceReceipt(piece.pk, receipt, "Så var det.")
            for piece, receipt in zip(pieces, bad, strict=False)
            if receipt
        ]
        head = self.head_of(found.order.unit)
        who = self.world.contact if by == 0 and head == self.world.head else head
        ordinary = self.is_ordinary(found.order) and not self.has_left(found)
        self.act(
            "receive", confirm_delivery, ordinary=ordinary, delivery=found, deviations=deviations, by=who
        )

    @deed(days=st.integers(1, 20))
    def days_pass(self, days: int) -> None:
        self.at += timedelta(days=days)

    def order_in(self, place: int, *states: str) -> Order | None:
        return picked(Order.objects.filter(state__in=states).select_related("unit").order_by("pk"), place)

    def is_ordinary(self, order: Order) -> bool:
        """Whether the order takes nothing's place: a replacement uses no cap."""
        return not order.lines.filter(replaces__isnull=False).exists()

    def has_left(self, delivery: Delivery) -> bool:
        """Whether a piece has gone from the unit between the delivery and its receipt: it is then delivered anew
        beside what has come in its place."""
        return delivery.pieces.exclude(
            asset__unit=delivery.order.unit_id, asset__released_on__isnull=True
        ).exists()
