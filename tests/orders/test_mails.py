"""Every step of an order writes to the right people: a line, a link, and no names of others."""

from pathlib import Path

from django.conf import settings
from django.core import mail

from orders.actions.attest import attest_order, refuse_order
from orders.actions.check import LineDecision, check_order, send_back
from orders.actions.confirm import PieceReceipt, confirm_delivery
from orders.actions.samverkan import answer_matter, raise_matter
from orders.actions.submit import submit_order, withdraw_order
from orders.models import Document
from portal.core.notifications.models import Notification
from portal.core.units.actions.figures import reject_figures, report_figures, verify_figures
from tests.orders.acting import HOUR, appoint, attested, check, deliver, drain, submitted
from tests.world import NOW, World, assign, content, line, make_person

ROOT = Path(settings.BASE_DIR)


def sent() -> list[tuple[str, str]]:
    """(subject, given name of the recipient) of what was sent since last, in no order."""
    found = sorted((one.subject, one.to[0].split(".")[0]) for one in mail.outbox)
    mail.outbox.clear()
    return found


def test_the_whole_job_writes_to_each_in_turn(world: World) -> None:
    order = submitted(world, line(quantity=2))
    number = order.number
    drain()
    assert sent() == [(f"Beställning {number} att granska", "eva")]
    order = check(world, order)
    drain()
    assert sent() == [(f"Beställning {number} att attestera", "anders")]
    attest_order(order=order, by=world.manager, at=NOW + 2 * HOUR)
    drain()
    assert sent() == [
        (f"Beställning {number} att leverera", "nils"),
        (f"Beställning {number} är attesterad", "maria"),
    ]
    first = deliver(world, order, "A1")
    drain()
    assert sent() == [
        (f"Leverans {first.number} att kvittera", "jonas"),
        (f"Leverans {first.number} att kvittera", "maria"),
    ]
    confirm_delivery(delivery=first, by=world.contact, at=NOW + 4 * HOUR)
    second = deliver(world, order, "A2", at=NOW + 5 * HOUR)
    drain()
    assert {subject for subject, _ in sent()} == {f"Leverans {second.number} att kvittera"}
    confirm_delivery(delivery=second, by=world.head, at=NOW + 6 * HOUR)
    drain()
    assert sent() == [(f"Beställning {number} är avslutad", "maria")]
    kinds = Document.objects.filter(order=order).values_list("kind", flat=True)
    assert sorted(kinds) == ["DELIVERY_NOTE", "DELIVERY_NOTE", "ORDER", "RECEIPT", "RECEIPT"]


def test_a_returned_order_goes_to_the_head_and_comes_again_as_new(world: World) -> None:
    order = submitted(world)
    drain()
    sent()
    send_back(order=order, message="Ange rum.", by=world.coordinator, at=NOW + HOUR)
    drain()
    assert sent() == [(f"Beställning {order.number} behöver kompletteras", "maria")]
    submit_order(unit=world.unit, content=content(), by=world.head, at=NOW + 2 * HOUR, order=order)
    drain()
    assert sent() == [(f"Beställning {order.number} att granska", "eva")]


def test_refusal_by_either_goes_to_the_head(world: World) -> None:
    order = submitted(world)
    decisions = [LineDecision(one.pk, 0, "NOT_IN_ASSIGNMENT") for one in order.lines.all()]
    check_order(order=order, decisions=decisions, by=world.coordinator, at=NOW + HOUR)
    drain()
    assert (f"Beställning {order.number} är avslagen", "maria") in sent()
    other = check(world, submitted(world))
    refuse_order(order=other, reason="Nej.", by=world.manager, at=NOW + 2 * HOUR)
    drain()
    assert (f"Beställning {other.number} är avslagen", "maria") in sent()


def test_withdrawal_goes_to_those_who_had_begun(world: World) -> None:
    early, late, last = submitted(world), check(world, submitted(world)), attested(world)
    drain()
    sent()
    for order in (early, late, last):
        withdraw_order(order=order, by=world.head, at=NOW + 5 * HOUR)
    drain()
    assert sent() == sorted(
        [
            (f"Beställning {late.number} är återtagen", "eva"),
            (f"Beställning {last.number} är återtagen", "eva"),
            (f"Beställning {last.number} är återtagen", "nils"),
        ]
    )


def test_a_deviation_goes_to_coordinators_and_it_delivery(world: World) -> None:
    delivery = deliver(world, attested(world), "A1")
    drain()
    sent()
    piece = delivery.pieces.get()
    confirm_delivery(
        delivery=delivery,
        deviations=[PieceReceipt(piece.pk, "DAMAGED", "Sprucken")],
        by=world.head,
        at=NOW + 4 * HOUR,
    )
    drain()
    assert sent() == [
        (f"Avvikelse i leverans {delivery.number}", "eva"),
        (f"Beställning {delivery.order.number} att leverera om", "nils"),
    ]


def test_a_substitute_is_written_to_for_his_principal(world: World) -> None:
    appoint(world, most_pieces=2)
    drain(NOW)
    assert sent() == [("Din ersättare är utsedd", "anders"), ("Du är utsedd till ersättare", "karin")]
    check(world, submitted(world, line(quantity=2)))
    drain(NOW + 2 * HOUR)
    texts = {one.to[0].split(".")[0]: one.body for one in mail.outbox if "attestera" in one.subject}
    assert set(texts) == {"anders", "karin"}
    assert "ersättare för Anders Bergqvist" in texts["karin"]
    assert "ersättare" not in texts["anders"]
    mail.outbox.clear()
    check(world, submitted(world, line(quantity=3)))
    drain(NOW + 2 * HOUR)
    assert "karin" not in {name for _, name in sent()}


def test_a_protected_person_is_named_nowhere(world: World) -> None:
    for person in (world.manager, world.head):
        person.protected_identity = True
        person.save()
    appoint(world)
    check(world, submitted(world))
    send_back(order=submitted(world), message="Mer.", by=world.coordinator, at=NOW)
    drain(NOW + 2 * HOUR)
    assert mail.outbox
    for one in mail.outbox:
        for name in ("Anders", "Bergqvist", "Maria", "Lindqvist"):
            assert name not in one.body + one.subject
    assert any(one.body.startswith("Hej!") for one in mail.outbox)
    assert any("ersättare för Beställarchefen" in one.body for one in mail.outbox)


def test_figures_and_matters_are_told(world: World) -> None:
    figures = report_figures(
        unit=world.unit,
        care_staff=20,
        listed_patients=2100,
        valid_from=NOW.date(),
        by=world.head,
        at=NOW,
    )
    drain()
    assert sent() == [("Uppgifter att kontrollera", "eva")]
    reject_figures(figures=figures, reason="Stämmer inte.", by=world.coordinator, at=NOW)
    drain()
    assert sent() == [("Era uppgifter behöver rättas", "maria")]
    again = report_figures(
        unit=world.unit,
        care_staff=21,
        listed_patients=2100,
        valid_from=NOW.date(),
        by=world.head,
        at=NOW,
    )
    verify_figures(figures=again, by=world.coordinator, at=NOW)
    drain()
    assert sent() == [("Era uppgifter är kontrollerade", "maria")]
    matter = raise_matter(unit=world.unit, need="En vagn.", by=world.head, at=NOW)
    drain()
    assert sent() == [("Nytt samverkansärende", "eva"), ("Nytt samverkansärende", "ida")]
    answer_matter(matter=matter, answer="Ja.", by=world.coordinator, at=NOW)
    drain()
    assert sent() == [("Ert samverkansärende är besvarat", "maria")]


def test_mails_hold_a_link_and_no_contents(world: World) -> None:
    order = attested(world, line(quantity=1, function="Hemlig mottagning"))
    made = deliver(world, order, "SERIE1")
    drain(NOW + 4 * HOUR)
    assert mail.outbox
    people = {f"{one.given_name} {one.family_name}" for one in world.people.values()}
    for one in mail.outbox:
        assert settings.PORTAL_URL + "/" in one.body
        assert "SERIE1" not in one.body
        assert "Hemlig" not in one.body
        assert world.unit.name not in one.body
        assert not any(name in one.body for name in people)
    assert any(f"/kvittens/{made.number}/" in one.body for one in mail.outbox)


def test_whoever_ordered_is_not_asked_to_check(world: World) -> None:
    assign(world.head, "COORDINATOR", region=world.region)
    submitted(world)
    drain()
    assert [name for _, name in sent()] == ["eva"]


def test_what_is_settled_meanwhile_is_not_written_about(world: World) -> None:
    check(world, submitted(world))
    drain()
    assert [subject.split()[-1] for subject, _ in sent()] == ["attestera"]


def test_a_person_without_address_is_noted_and_holds_nothing_back(world: World) -> None:
    world.coordinator.email = ""
    world.coordinator.save()
    other = make_person("R020", "Ylva", "Ny")
    assign(other, "COORDINATOR", region=world.region)
    submitted(world)
    drain()
    assert [name for _, name in sent()] == ["ylva"]
    assert Notification.objects.get(person=world.coordinator).failure
