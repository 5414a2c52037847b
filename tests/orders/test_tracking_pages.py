"""Following orders: the list and its filters, an order's page, its documents, taking it back."""

import hashlib
from datetime import timedelta

import pytest

from orders.actions.attest import attest_order, refuse_order
from orders.actions.check import LineDecision, check_order, send_back
from orders.actions.deliver import LineDelivery, register_delivery
from orders.actions.submit import save_draft
from orders.models import Document, Order
from portal.core.people.models import PROTECTED_NAME
from portal.core.units.actions.substitutes import appoint_substitute
from tests.orders.making import attested, checked, queries_of, screens, sent
from tests.pages import as_user, text_of
from tests.world import NOW, World, content, line

LIST = "/bestallningar/"


def page_of(order: Order) -> str:
    return f"{LIST}{order.number}/"


def delivered(world: World, *serials: str) -> Order:
    order = attested(world, line(quantity=len(serials)))
    (row,) = order.lines.all()
    register_delivery(
        order=order, lines=[LineDelivery(row.pk, serials)], by=world.delivery, at=NOW + timedelta(days=1)
    )
    return order


def test_the_list_shows_what_one_may_see(world: World) -> None:
    mine, theirs = sent(world, line(quantity=2)), sent(world, unit=world.other_unit, by=world.other_head)
    draft = save_draft(unit=world.unit, content=content(), by=world.head, at=NOW)
    for who, seen, unseen in (
        (world.head, (mine, draft), (theirs,)),
        (world.superuser, (mine, draft), (theirs,)),
        (world.coordinator, (mine, theirs), (draft,)),
        (world.controller, (mine, theirs), (draft,)),
    ):
        page = text_of(as_user(who).get(LIST))
        assert all(order.number in page for order in seen)
        assert not any(order.number in page for order in unseen)
    assert as_user(world.nobody).get(LIST).status_code == 403
    assert as_user(world.reviewer).get(LIST).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?lage=SUBMITTED", {1}),
        ("?lage=pagar", {1, 2}),
        ("?lage=klara", set()),
        ("?lage=strunt", {1, 2}),
        ("?q=anmälnings", {2}),
        ("?q=ANMÄLNINGS", {2}),
        ("?q=strandporten", {1, 2}),
        ("?q=norrvik", set()),
        ("?q=B-2026-0002", {2}),
        ("?q=%25", set()),
        ("?q=%00", {1, 2}),
        ("?ar=2026", {1, 2}),
        ("?ar=2025", {1, 2}),
        ("?ar=x", {1, 2}),
        ("?efter=strunt", {1, 2}),
    ],
)
def test_filters_live_in_the_address(world: World, query: str, found: set[int]) -> None:
    orders = {1: sent(world, line(quantity=2)), 2: checked(world, line("check-in-screen"))}
    page = text_of(as_user(world.head).get(LIST + query))
    shown = {place for place, order in orders.items() if f'href="{page_of(order)}"' in page}
    assert shown == found


def test_region_staff_narrow_the_list_to_a_unit(world: World) -> None:
    mine, theirs = sent(world), sent(world, unit=world.other_unit, by=world.other_head)
    page = text_of(as_user(world.coordinator).get(f"{LIST}?enhet={world.other_unit.hsa_id}"))
    assert theirs.number in page
    assert mine.number not in page
    assert "Norrviks hälsocentral" in page


def test_the_list_asks_as_much_for_three_as_for_one(world: World) -> None:
    client = as_user(world.coordinator)
    sent(world)
    client.get(LIST)
    one = queries_of(lambda: client.get(LIST))
    sent(world, line("label-printer"))
    sent(world, unit=world.other_unit, by=world.other_head)
    assert queries_of(lambda: client.get(LIST)) == one <= 8


def test_an_orders_page_tells_where_it_stands(world: World) -> None:
    order = sent(world, line(quantity=3, function="Reception 1"), screens(2), recipient="Jonas Ek")
    base, extra = order.lines.order_by("position")
    decisions = [LineDecision(base.pk, 3), LineDecision(extra.pk, 1, "NOT_MOTIVATED")]
    check_order(order=order, decisions=decisions, by=world.coordinator, at=NOW + timedelta(hours=1))
    page = text_of(as_user(world.head).get(page_of(order)))
    assert 'aria-current="step"' in page
    for told in (
        "Väntar på attest",
        "1 av 2 beviljade",
        "Motiveringen räcker inte.",
        "Reception 1",
        "Ryms i tilldelningen: 3 i den här beställningen ger 3 av 18.",
        "18 i vårdpersonalen ger 18 grundpaket",
        "skickade beställningen.",
        "Eva Holm",
        "95492",
        "Jonas Ek",
        "Återta beställningen",
    ):
        assert told in page


def test_what_was_said_then_is_read_the_same_when_figures_change(world: World) -> None:
    order = sent(world, line(quantity=3))
    world.unit.figures.update(care_staff=1)
    assert "ger 3 av 18" in text_of(as_user(world.head).get(page_of(order)))


def test_the_attest_tells_for_whom(world: World) -> None:
    appoint_substitute(
        region=world.region,
        substitute=world.substitute,
        valid_from=NOW.date(),
        valid_to=NOW.date() + timedelta(days=9),
        by=world.manager,
        at=NOW,
    )
    order = checked(world)
    attest_order(order=order, by=world.substitute, at=NOW + timedelta(hours=2))
    page = text_of(as_user(world.head).get(page_of(order)))
    assert "Karin Sjö för Anders Bergqvist" in page
    assert "Dokumentet skapas" in page


def test_a_protected_name_is_masked(world: World) -> None:
    world.coordinator.protected_identity = True
    world.coordinator.save()
    page = text_of(as_user(world.head).get(page_of(checked(world))))
    assert PROTECTED_NAME in page
    assert "Eva Holm" not in page


def test_a_returned_order_says_what_to_do_next(world: World) -> None:
    order = sent(world)
    send_back(order=order, message="Skriv rum.", by=world.coordinator, at=NOW)
    page = text_of(as_user(world.head).get(page_of(order)))
    assert "”Skriv rum.”" in page
    assert f'href="/bestall/{order.number}/"' in page
    assert f'href="/bestall/{order.number}/"' not in text_of(as_user(world.contact).get(page_of(order)))


def test_a_refused_order_leads_to_samverkan(world: World) -> None:
    order = checked(world)
    refuse_order(order=order, reason="Inte i år.", by=world.manager, at=NOW + timedelta(hours=2))
    page = text_of(as_user(world.head).get(page_of(order)))
    assert "Beställningen är avslagen." in page
    assert "”Inte i år.”" in page
    assert f"/samverkan/ny/?bestallning={order.number}" in page


def test_the_page_asks_as_much_for_three_pieces_as_for_one(world: World) -> None:
    client = as_user(world.contact)
    one, three = delivered(world, "A1"), delivered(world, "B1", "B2", "B3")
    client.get(page_of(one))
    few = queries_of(lambda: client.get(page_of(one)))
    assert queries_of(lambda: client.get(page_of(three))) == few <= 10
    page = text_of(client.get(page_of(three)))
    assert all(serial in page for serial in ("B1", "B2", "B3"))
    assert "Kvittera leveransen" in page
    assert len(page.encode()) < 40_000


def test_documents_are_served_as_they_were_stored(world: World) -> None:
    order = attested(world)
    content_bytes = b"%PDF-1.7 ..."
    document = Document.objects.create(
        kind=Document.Kind.ORDER,
        order=order,
        content=content_bytes,
        content_hash=hashlib.sha256(content_bytes).hexdigest(),
        made_at=NOW,
    )
    address = f"{page_of(order)}dokument/{document.pk}/"
    response = as_user(world.contact).get(address)
    assert response.content == content_bytes
    assert response["Content-Type"] == "application/pdf"
    assert f'href="{address}"' in text_of(as_user(world.head).get(page_of(order)))
    assert as_user(world.other_head).get(address).status_code == 404
    other = attested(world, line("label-printer"))
    assert as_user(world.head).get(f"{page_of(other)}dokument/{document.pk}/").status_code == 404


def test_an_order_is_withdrawn_after_a_question(world: World) -> None:
    order = sent(world)
    head, address = as_user(world.head), f"{LIST}{order.number}/aterta/"
    assert "Återta beställning" in text_of(head.get(address))
    order.refresh_from_db()
    assert order.state == Order.State.SUBMITTED
    assert "är återtagen" in text_of(head.post(address, follow=True))
    order.refresh_from_db()
    assert order.state == Order.State.WITHDRAWN
    assert head.post(address).url == head.get(address).url == page_of(order)


def test_only_the_units_head_withdraws(world: World) -> None:
    order = sent(world)
    address = f"{LIST}{order.number}/aterta/"
    for who, status in ((world.contact, 403), (world.coordinator, 403), (world.other_head, 404)):
        assert as_user(who).post(address).status_code == status
    order.refresh_from_db()
    assert order.state == Order.State.SUBMITTED


def test_what_is_delivered_cannot_be_withdrawn(world: World) -> None:
    order = delivered(world, "A1")
    response = as_user(world.head).post(f"{LIST}{order.number}/aterta/", follow=True)
    assert "är nu i läget ”Levererad”" in text_of(response)
