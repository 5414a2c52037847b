"""The order form, the review page and what happens on the way, through the doors that a head of unit uses."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from orders.actions.check import send_back
from orders.actions.submit import save_draft, submit_order
from orders.models import Order
from portal.core import clock
from portal.core.units.models import UnitFigures
from tests.pages import as_user, text_of
from tests.world import World, content, line

NEW = "/bestall/"
MOTIVATION = "Tre sköterskor i telefonrådgivningen har journal och rådgivningsstöd öppna samtidigt."


@pytest.fixture
def head(world: World) -> Client:
    return as_user(world.head)


def posted(world: World, *lines: tuple[str, int], gor: str = "granska", **more) -> dict:
    """What the browser sends: a line per (item, quantity), then the delivery."""
    data: dict = {
        "gor": gor,
        "rad": [],
        "delivery_address": world.unit.address,
        "recipient": "Jonas Ek",
        "needed_by": "",
    }
    for place, (item, quantity) in enumerate(lines):
        key = f"{item}-{place}"
        data["rad"].append(key)
        data[f"{key}-quantity"] = str(quantity)
        if item == "base-package":
            data[f"{key}-variant"] = "laptop"
        if item.startswith("extra-"):
            data[f"{key}-motivation"] = MOTIVATION
    return {**data, **more}


def seen_in(response) -> str:
    return re.search(r'name="seen" value="([0-9a-f]+)"', text_of(response)).group(1)


def test_from_form_to_receipt_page_in_four_requests(head: Client, world: World) -> None:
    form = head.get(NEW)
    assert form.status_code == 200
    assert "Ni kan beställa 18 grundpaket till." in text_of(form)
    review = head.post(NEW, posted(world, ("base-package", 3), ("check-in-screen", 1), ("extra-screen", 3)))
    assert review.status_code == 200
    assert "Granska och skicka" in text_of(review)
    assert "Ryms i tilldelningen" in text_of(review)
    assert MOTIVATION in text_of(review)
    order = Order.objects.get()
    assert order.state == Order.State.DRAFT
    sent = head.post(reverse("orders:review", args=[order.number]), {"seen": seen_in(review)})
    receipt = head.get(sent.url)
    order.refresh_from_db()
    assert order.state == Order.State.SUBMITTED
    assert order.cost_centre == "95492"
    assert f"Beställning {order.number} är skickad" in text_of(receipt)
    assert len(receipt.content) < 40_000


def test_both_variants_and_places_in_one_order(head: Client, world: World) -> None:
    data = posted(world, ("base-package", 2), ("base-package", 1))
    data |= {
        "base-package-0-options": ["docking-station"],
        "base-package-0-function": "Reception 1",
        "base-package-1-variant": "desktop",
        "base-package-1-room": "B12",
    }
    head.post(NEW, data)
    rows = Order.objects.get().lines.values_list("variant", "quantity", "options", "function", "room")
    assert list(rows) == [
        ("laptop", 2, ["docking-station"], "Reception 1", ""),
        ("desktop", 1, [], "", "B12"),
    ]


def test_a_line_is_added_and_taken_away_without_script(head: Client, world: World) -> None:
    more = text_of(head.post(NEW, posted(world, ("base-package", 2), gor="lagg:base-package")))
    assert 'name="base-package-1-quantity"' in more
    assert 'value="2"' in more
    assert "felruta" not in more
    data = posted(world, ("base-package", 2), ("base-package", 1), gor="bort:base-package-1")
    assert 'name="base-package-1-quantity"' not in text_of(head.post(NEW, data))
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("item", "quantity", "message"),
    [
        ("teleskop", "1", "”teleskop” finns inte i regionens katalog."),
        ("base-package", "-1", "Antalet grundpaket måste vara minst 1."),
        ("base-package", "-99999999", "Antalet måste vara minst 1."),
        ("base-package", "19", "1 för många: ni har inga sedan tidigare"),
        ("base-package", "501", "En rad kan gälla högst 500 grundpaket."),
        ("base-package", "9" * 30, "Antalet är för stort."),
        ("base-package", "två", "Skriv antalet med siffror."),
        ("wan-connection", "1", "WAN-förbindelse placeras ut av regionen"),
        ("check-in-screen", "2", "Högst 1 anmälningsskärm ingår per enhet"),
    ],
)
def test_what_cannot_be_ordered_is_told_on_top_and_at_the_field(
    head: Client, world: World, item: str, quantity: str, message: str
) -> None:
    response = head.post(NEW, posted(world, (item, quantity)))
    assert response.status_code == 422
    assert message in text_of(response)
    assert 'id="felruta"' in text_of(response)
    assert not Order.objects.exclude(state="DRAFT").exists()


def test_an_order_of_nothing_is_told_so(head: Client, world: World) -> None:
    response = head.post(NEW, posted(world, ("base-package", 0)))
    assert response.status_code == 422
    assert "Lägg till minst en rad i beställningen." in text_of(response)


@pytest.mark.parametrize(
    ("motivation", "message"),
    [
        ("", "Skriv en motivering för extra skärm."),
        ("kort", "är för kort"),
        ("x" * 2001, "korta den till högst 2 000"),
        ("x" * 500_000, "korta texten till högst 10000 tecken"),
        ("med \x00 i", "ull"),
    ],
)
def test_the_motivation_is_asked_for_at_its_field(
    head: Client, world: World, motivation: str, message: str
) -> None:
    data = posted(world, ("base-package", 2), ("extra-screen", 1))
    data["extra-screen-1-motivation"] = motivation
    response = head.post(NEW, data)
    assert response.status_code == 422
    page = text_of(response)
    assert message in page
    field = re.search(r"<textarea[^>]*name=\"extra-screen-1-motivation\"[^>]*>", page).group(0)
    assert 'aria-invalid="true"' in field
    assert 'href="#id_extra-screen-1-motivation"' in page


def test_what_was_typed_is_kept_when_something_is_wrong(head: Client, world: World) -> None:
    data = posted(world, ("base-package", 40), recipient="Vaktmästaren <b>")
    data |= {"base-package-0-function": "Reception & kassa", "needed_by": "i morgon"}
    page = text_of(head.post(NEW, data))
    for kept in ('value="40"', "Reception &amp; kassa", "Vaktmästaren &lt;b&gt;", 'value="i morgon"'):
        assert kept in page
    assert "Skriv dagen som år-månad-dag" in page


def test_a_day_that_has_been_is_asked_for_again(head: Client, world: World) -> None:
    response = head.post(NEW, posted(world, ("base-package", 1), needed_by="2026-01-02"))
    assert response.status_code == 422
    assert "välj en dag som inte har passerat" in text_of(response)
    assert 'value="2026-01-02"' in text_of(response)


def test_needs_beyond_the_list_lead_to_samverkan(head: Client, world: World) -> None:
    page = text_of(head.post(NEW, posted(world, ("base-package", 19))))
    assert "Ta upp behovet i samverkan" in page
    response = head.post(NEW, posted(world, ("base-package", 19), gor="samverkan"))
    assert response.url == f"/samverkan/ny/?bestallning={Order.objects.get().number}"
    assert "1 för många" in text_of(head.get(response.url))


def test_the_draft_waits_where_it_was_left_and_can_be_thrown_away(head: Client, world: World) -> None:
    response = head.post(NEW, posted(world, ("base-package", 3), gor="utkast"))
    order = Order.objects.get()
    assert response.url == f"/bestall/{order.number}/"
    page = text_of(head.get(NEW))
    assert "Ditt utkast." in page
    assert 'value="3"' in page
    assert "går inte" not in page
    assert "Ta bort utkastet" in text_of(head.get(f"/bestall/{order.number}/ta-bort/"))
    assert head.post(f"/bestall/{order.number}/ta-bort/").status_code == 302
    assert not Order.objects.exists()


def test_submitting_twice_gives_one_order_and_its_page(head: Client, world: World) -> None:
    review = head.post(NEW, posted(world, ("base-package", 2)))
    order, seen = Order.objects.get(), seen_in(review)
    address = f"/bestall/{order.number}/granska/"
    first, second = head.post(address, {"seen": seen}), head.post(address, {"seen": seen})
    assert first.url == second.url == f"/bestallningar/{order.number}/"
    assert Order.objects.count() == 1
    assert head.get(address).url == head.get(f"/bestall/{order.number}/").url == first.url


@pytest.mark.parametrize("seen", ["", "gammal"])
def test_a_stale_review_page_sends_nothing(head: Client, world: World, seen: str) -> None:
    head.post(NEW, posted(world, ("base-package", 2)))
    order = Order.objects.get()
    response = head.post(f"/bestall/{order.number}/granska/", {"seen": seen})
    assert response.status_code == 409
    assert "har ändrats sedan du läste den" in text_of(response)
    order.refresh_from_db()
    assert order.state == Order.State.DRAFT


def test_caps_that_shrink_before_sending_are_told_on_the_review_page(head: Client, world: World) -> None:
    review = head.post(NEW, posted(world, ("base-package", 10)))
    order = Order.objects.get()
    UnitFigures.objects.filter(unit=world.unit).update(care_staff=4)
    response = head.post(f"/bestall/{order.number}/granska/", {"seen": seen_in(review)})
    assert response.status_code == 422
    assert "6 för många" in text_of(response)
    assert "disabled" in text_of(response)


def test_another_units_order_does_not_exist(world: World) -> None:
    order = save_draft(unit=world.other_unit, content=content(), by=world.other_head, at=clock.now())
    head = as_user(world.head)
    for name in ("edit", "review", "discard", "detail", "withdraw"):
        assert head.get(reverse(f"orders:{name}", args=[order.number])).status_code == 404
    assert head.post(reverse("orders:rows", args=[order.number]), {}).status_code == 404


@pytest.mark.parametrize("who", ["contact", "superuser", "coordinator", "manager", "delivery", "nobody"])
def test_only_the_head_of_unit_orders(world: World, who: str) -> None:
    client = as_user(getattr(world, who))
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, posted(world, ("base-package", 1))).status_code == 403
    assert not Order.objects.exists()


def test_another_address_than_the_units_own_is_refused(head: Client, world: World) -> None:
    response = head.post(NEW, posted(world, ("base-package", 1), delivery_address="Hemma hos mig"))
    assert response.status_code == 422
    assert "Välj en av enhetens adresser." in text_of(response)


def test_shared_equipment_that_is_there_is_not_offered(head: Client, world: World) -> None:
    submit_order(unit=world.unit, content=content(line("label-printer")), by=world.head, at=clock.now())
    page = text_of(head.get(NEW))
    assert 'name="label-printer-0-quantity"' not in page
    assert "På väg" in page
    assert 'href="#vara-extra-label-printer"' in page


def test_the_live_answer_holds_verdicts_and_summary_only(head: Client, world: World) -> None:
    response = head.post("/bestall/rader/", posted(world, ("base-package", 19), gor=""))
    page = text_of(response)
    assert "1 för många." in page
    assert 'id="besked-base-package" hx-swap-oob="innerHTML"' in page
    assert "19 st" in page
    assert "<html" not in page
    assert not Order.objects.exists()
    added = text_of(head.post("/bestall/rader/", posted(world, ("base-package", 1), gor="lagg:extra-screen")))
    assert 'id="vara-extra-screen"' in added
    assert 'name="extra-screen-0-motivation"' in added
    assert "Prövas av" in added


def test_a_returned_order_is_completed_and_sent_again(head: Client, world: World) -> None:
    now = clock.now()
    order = submit_order(unit=world.unit, content=content(), by=world.head, at=now)
    send_back(order=order, message="Skriv vilket rum.", by=world.coordinator, at=now + timedelta(hours=1))
    page = text_of(head.get(f"/bestall/{order.number}/"))
    assert "Skriv vilket rum." in page
    data = posted(world, ("base-package", 1)) | {"base-package-0-room": "A4"}
    review = head.post(f"/bestall/{order.number}/", data)
    head.post(f"/bestall/{order.number}/granska/", {"seen": seen_in(review)})
    order.refresh_from_db()
    assert order.state == Order.State.SUBMITTED
    assert order.lines.get().room == "A4"


def test_an_address_opens_the_form_at_an_item(head: Client, world: World) -> None:
    assert 'name="extra-screen-0-quantity"' in text_of(head.get(NEW + "?artikel=extra-screen"))
    assert head.get(NEW + "?artikel=finns-inte").status_code == 200


def test_the_form_weighs_little_and_asks_little(
    head: Client, world: World, django_assert_max_num_queries
) -> None:
    head.get(NEW)
    with django_assert_max_num_queries(14):
        response = head.get(NEW)
    assert len(response.content) < 40_000
    lines = [("base-package", 1)] * 3
    with django_assert_max_num_queries(14):
        head.post("/bestall/rader/", posted(world, *lines, gor=""))
