"""The coordinator's queue and panel, through the pages."""

import re

import pytest
from django.urls import reverse

from orders.actions.submit import withdraw_order
from orders.models import Order, OrderLine
from portal.core.units.models import Region
from tests.orders.making import checked, queries_of, screens, sent
from tests.world import NOW, World, assign, line, make_person

QUEUE = reverse("orders:check_queue")


def panel(order: Order) -> str:
    return reverse("orders:check", args=[order.number])


def decisions(order: Order, **more: str) -> dict[str, str]:
    """A form in which every line is granted, and ``more``."""
    order.refresh_from_db()
    granted = {f"rad-{one.pk}-beslut": "GRANTED" for one in order.lines.all()}
    return {"seen": order.content_hash, "beslut": "granska", **granted, **more}


@pytest.fixture
def coordinator(client, world: World):
    client.force_login(world.coordinator)
    return client


def test_the_queue_counts_and_shows_what_waits(coordinator, world: World) -> None:
    first = sent(world, line(quantity=2))
    second = sent(world, screens(2), line(quantity=2), unit=world.other_unit, by=world.other_head)
    checked(world, line())
    page = coordinator.get(QUEUE).content.decode()
    assert first.number in page
    assert second.number in page
    assert "<b>2</b> väntar" in page
    assert "<b>1</b> inom reglerna" in page
    assert "2 att pröva" in page
    assert page.index(first.number) < page.index(second.number)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"utfall": "NEEDS_REVIEW"}, {"other"}),
        ({"kommun": "0885"}, {"other"}),
        ({"kommun": "0880"}, {"own"}),
        ({"vardval": "halsoval"}, {"own", "other"}),
        ({"vardval": "psykisk-halsa"}, set()),
        ({"q": "norrvik"}, {"other"}),
        ({"q": "grundpaket"}, {"own", "other"}),
        ({"q": "%_'\"<script>"}, set()),
        ({"q": "\x00", "kommun": "'", "utfall": "✓"}, {"own", "other"}),
        ({"efter": "skräp", "ordning": "nyast"}, {"own", "other"}),
    ],
)
def test_filters_live_in_the_address(coordinator, world: World, query, found) -> None:
    numbers = {
        "own": sent(world, line()).number,
        "other": sent(world, line(), screens(), unit=world.other_unit, by=world.other_head).number,
    }
    answer = coordinator.get(QUEUE, query)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert {name for name, number in numbers.items() if f">{number}<" in page} == found
    assert "<script>" not in page.replace("</script>", "").split("</head>")[1]


def test_one_tap_grants_everything(coordinator, world: World) -> None:
    order = sent(world, line(quantity=2), screens())
    page = coordinator.get(panel(order)).content.decode()
    assert "Bevilja allt" in page
    assert len(re.findall(r'value="GRANTED"[^>]*checked', page)) == 2
    answer = coordinator.post(panel(order), decisions(order), follow=True)
    assert f"{order.number} är granskad" in answer.content.decode()
    order.refresh_from_db()
    assert (order.state, order.checked_by) == (Order.State.CHECKED, world.coordinator)


def test_a_line_is_reduced_and_another_refused_with_reasons(coordinator, world: World) -> None:
    order = sent(world, line(quantity=3), screens())
    packages, extra = order.lines.order_by("position")
    form = decisions(
        order,
        **{
            f"rad-{packages.pk}-beslut": "REDUCED",
            f"rad-{packages.pk}-antal": "1",
            f"rad-{packages.pk}-skal": "HAS_ALREADY",
            f"rad-{extra.pk}-beslut": "REFUSED",
            f"rad-{extra.pk}-skal": "NOT_MOTIVATED",
        },
    )
    assert coordinator.post(panel(order), form).status_code == 302
    packages.refresh_from_db()
    extra.refresh_from_db()
    assert (packages.granted, packages.reason) == (1, OrderLine.Reason.HAS_ALREADY)
    assert (extra.granted, extra.reason) == (0, OrderLine.Reason.NOT_MOTIVATED)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"beslut": "REFUSED"}, "Välj ett skäl"),
        ({"beslut": "REDUCED", "skal": "HAS_ALREADY"}, "Skriv hur många som beviljas"),
        ({"beslut": "REDUCED", "antal": "9", "skal": "HAS_ALREADY"}, "Bevilja mellan 0 och 2"),
        ({"beslut": "REDUCED", "antal": "-1", "skal": "HAS_ALREADY"}, "större än eller lika med 0"),
        ({"beslut": "REDUCED", "antal": "1e9", "skal": "HAS_ALREADY"}, "heltal"),
        ({"beslut": "HÅXA"}, "HÅXA"),
        ({"beslut": "REFUSED", "skal": "<b>"}, "&lt;b&gt;"),
    ],
)
def test_what_is_wrong_is_shown_at_the_line(coordinator, world: World, fields, sentence) -> None:
    order = sent(world, line(quantity=2))
    row = order.lines.get()
    form = decisions(order, **{f"rad-{row.pk}-{name}": value for name, value in fields.items()})
    answer = coordinator.post(panel(order), form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    order.refresh_from_db()
    assert order.state == Order.State.SUBMITTED


def test_a_line_left_out_of_the_form_is_not_granted(coordinator, world: World) -> None:
    order = sent(world, line())
    assert coordinator.post(panel(order), {"beslut": "granska"}).status_code == 422


def test_sent_back_with_a_message(coordinator, world: World) -> None:
    order = sent(world, line())
    empty = coordinator.post(panel(order), {"beslut": "tillbaka", "message": " "})
    assert empty.status_code == 422
    assert "Skriv vad som behöver kompletteras" in empty.content.decode()
    assert coordinator.get(panel(order), {"steg": "tillbaka"}).status_code == 200
    answer = coordinator.post(panel(order), {"beslut": "tillbaka", "message": "Vilken reception?"})
    assert answer.status_code == 302
    order.refresh_from_db()
    assert (order.state, order.message) == (Order.State.RETURNED_FOR_COMPLETION, "Vilken reception?")


def test_a_stale_page_changes_nothing_and_says_so(coordinator, world: World) -> None:
    order = sent(world, line())
    answer = coordinator.post(panel(order), decisions(order, seen="0" * 64))
    assert answer.status_code == 409
    assert "har ändrats sedan du läste den" in answer.content.decode()
    stale = decisions(order)
    withdraw_order(order=order, by=world.head, at=NOW)
    answer = coordinator.post(panel(order), stale)
    assert answer.status_code == 409
    assert "Återtagen" in answer.content.decode()


def test_the_panel_tells_of_the_unit(coordinator, world: World) -> None:
    earlier = sent(world, line(quantity=3))
    page = coordinator.get(panel(sent(world, line()))).content.decode()
    assert earlier.number in page
    assert "<b>18</b> i vårdpersonalen" in page
    assert "4 av 18" in page


def test_what_changed_since_the_order_was_sent_is_told(coordinator, world: World) -> None:
    order = sent(world, line(quantity=4))
    world.unit.figures.update(care_staff=3)
    page = coordinator.get(panel(order)).content.decode()
    assert "Ändrat sedan beställningen skickades" in page
    assert "Så löd svaret när beställningen skickades" in page
    assert "Ryms inte längre" in page


def test_who_ordered_does_not_check(client, world: World) -> None:
    assign(world.head, "COORDINATOR", region=world.region)
    order = sent(world, line())
    client.force_login(world.head)
    assert "Du beställde själv" in client.get(panel(order)).content.decode()
    assert client.post(panel(order), decisions(order)).status_code == 403
    order.refresh_from_db()
    assert order.state == Order.State.SUBMITTED


@pytest.mark.parametrize(
    "name", ["head", "contact", "manager", "delivery", "controller", "administrator", "nobody"]
)
def test_other_roles_are_turned_away(client, world: World, name) -> None:
    order = sent(world, line())
    client.force_login(getattr(world, name))
    assert client.get(QUEUE).status_code == 403
    assert client.get(panel(order)).status_code == 403
    assert client.post(panel(order), decisions(order)).status_code == 403


def test_another_regions_coordinator_sees_nothing(client, world: World) -> None:
    elsewhere = Region.objects.create(code="annan", name="Annan", county_code="07", asset_prefix="X")
    stranger = make_person("X001", "Annan", "Ort")
    assign(stranger, "COORDINATOR", region=elsewhere)
    order = sent(world, line())
    client.force_login(stranger)
    assert order.number not in client.get(QUEUE).content.decode()
    assert client.get(panel(order)).status_code == 404
    assert client.post(panel(order), decisions(order)).status_code == 404


def test_a_coordinator_here_who_delivers_there_does_not_check_there(client, world: World) -> None:
    elsewhere = Region.objects.create(code="annan", name="Annan", county_code="07", asset_prefix="X")
    person = make_person("X002", "Två", "Roller")
    assign(person, "COORDINATOR", region=elsewhere)
    assign(person, "IT_DELIVERY", region=world.region)
    order = sent(world, line())
    client.force_login(person)
    assert client.get(panel(order)).status_code == 404


def test_queries_do_not_grow_with_the_rows(coordinator, world: World) -> None:
    order = sent(world, line())
    coordinator.get(QUEUE)
    one = queries_of(lambda: coordinator.get(QUEUE))
    one_panel = queries_of(lambda: coordinator.get(panel(order)))
    for _ in range(2):
        last = sent(world, line(), screens(), unit=world.other_unit, by=world.other_head)
    assert queries_of(lambda: coordinator.get(QUEUE)) == one
    assert one <= 20
    assert queries_of(lambda: coordinator.get(panel(last))) == one_panel


def test_a_page_of_fifty_is_light_and_the_next_follows(coordinator, world: World) -> None:
    world.unit.figures.update(care_staff=500, listed_patients=50_000)
    numbers = [sent(world, line()).number for _ in range(53)]
    answer = coordinator.get(QUEUE)
    page = answer.content.decode()
    assert len(answer.content) <= 40_000
    assert [number for number in numbers if f">{number}<" in page] == numbers[:50]
    following = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    rest = coordinator.get(QUEUE + following).content.decode()
    assert [number for number in numbers if f">{number}<" in rest] == numbers[50:]
