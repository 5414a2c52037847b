"""Two tabs of one draft: what one of them has saved, the other does not replace unasked."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from orders.actions.check import send_back
from orders.actions.submit import submit_order
from orders.models import Order
from portal.core import clock
from tests.orders.test_ordering_pages import NEW, posted
from tests.pages import as_user, text_of
from tests.world import World, content, line


@pytest.fixture
def head(world: World) -> Client:
    return as_user(world.head)


def seen_by_form(response) -> str:
    return re.search(r'name="seen" value="([0-9a-f]*|-)"', text_of(response)).group(1)


def test_two_tabs_of_one_draft_do_not_overwrite_each_other_unasked(head: Client, world: World) -> None:
    first, second = seen_by_form(head.get(NEW)), seen_by_form(head.get(NEW))
    one = posted(world, ("base-package", 2), gor="utkast", seen=first)
    assert head.post(NEW, one).status_code == 302
    order = Order.objects.get()
    other = posted(world, ("check-in-screen", 1), gor="utkast", seen=second)
    answer = head.post(NEW, other)
    assert answer.status_code == 409
    text = text_of(answer)
    assert "Utkastet har ändrats i en annan flik." in text
    assert "Sparat är 2 grundpaket." in text
    assert 'name="check-in-screen-0-quantity" value="1"' in text
    assert f'href="{reverse("orders:edit", args=[order.number])}">Visa det som är sparat' in text
    order.refresh_from_db()
    assert order.summary == "2 grundpaket"

    again = head.post(reverse("orders:edit", args=[order.number]), {**other, "seen": seen_by_form(answer)})
    assert again.status_code == 302
    order.refresh_from_db()
    assert order.summary == "1 anmälningsskärm"


@pytest.mark.parametrize("gor", ["utkast", "granska", "samverkan"])
def test_what_is_opened_anew_saves_without_a_question(head: Client, world: World, gor: str) -> None:
    for quantity in (1, 2):
        opened = seen_by_form(head.get(NEW))
        answer = head.post(NEW, posted(world, ("base-package", quantity), gor=gor, seen=opened))
        assert answer.status_code in (200, 302)
    assert Order.objects.get().summary == "2 grundpaket"


def test_the_same_saved_again_is_no_change(head: Client, world: World) -> None:
    """As when the review page, which is the answer to saving, is loaded again."""
    opened = seen_by_form(head.get(NEW))
    for _ in range(2):
        answer = head.post(NEW, posted(world, ("base-package", 2), seen=opened))
        assert "Granska och skicka" in text_of(answer)
        assert answer.status_code == 200


def test_a_page_that_was_rearranged_or_refused_still_knows_what_it_began_from(
    head: Client, world: World
) -> None:
    opened = seen_by_form(head.get(NEW))
    arranged = head.post(NEW, posted(world, ("base-package", 1), gor="lagg:base-package", seen=opened))
    assert seen_by_form(arranged) == opened == "-"
    refused = head.post(NEW, posted(world, ("base-package", 19), seen=opened))
    assert refused.status_code == 422
    order = Order.objects.get()
    assert seen_by_form(refused) == order.content_hash
    mended = posted(world, ("base-package", 18), seen=order.content_hash)
    assert head.post(reverse("orders:edit", args=[order.number]), mended).status_code == 200


def test_an_order_sent_back_is_asked_about_too(head: Client, world: World) -> None:
    order = submit_order(unit=world.unit, content=content(line()), by=world.head, at=clock.now())
    send_back(order=order, message="Vilket rum?", by=world.coordinator, at=clock.now())
    path = reverse("orders:edit", args=[order.number])
    opened = seen_by_form(head.get(path))
    assert head.post(path, posted(world, ("base-package", 3), gor="utkast", seen=opened)).status_code == 302
    late = head.post(path, posted(world, ("base-package", 4), gor="utkast", seen=opened))
    assert late.status_code == 409
    assert "Sparat är 3 grundpaket." in text_of(late)
