"""The ordering manager's queue, panel and batch, through the pages; and that nobody attests his own (S2)."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from orders.models import AttestRecord, Order
from portal.core.units.actions.substitutes import appoint_substitute
from portal.core.units.models import Region
from tests.orders.making import checked, queries_of, screens, sent
from tests.world import NOW, START, World, assign, line, make_person

QUEUE = reverse("orders:attest_queue")
MANY = reverse("orders:attest_batch")


def panel(order: Order) -> str:
    return reverse("orders:attest", args=[order.number])


def choice(order: Order) -> str:
    return f"{order.number}:{order.content_hash[:16]}"


def attest(client, order: Order, **more):
    return client.post(panel(order), {"beslut": "attestera", "seen": order.content_hash, **more})


def many(client, *orders: Order, **more):
    form = {"order": [choice(order) for order in orders], "bekraftad": "1", **more}
    return client.post(MANY, form, follow=True)


def appoint(world: World, **more) -> None:
    values = {"valid_from": START, "valid_to": NOW.date() + timedelta(days=365), "at": NOW, **more}
    appoint_substitute(region=world.region, by=world.manager, **{"substitute": world.substitute, **values})


@pytest.fixture
def manager(client, world: World):
    client.force_login(world.manager)
    return client


def test_the_queue_lets_only_what_is_within_the_rules_be_taken_together(manager, world: World) -> None:
    within = checked(world, line(quantity=2))
    reviewed = checked(world, line(), screens(), unit=world.other_unit, by=world.other_head)
    page = manager.get(QUEUE).content.decode()
    assert choice(within) in page
    assert choice(reviewed) not in page
    assert reviewed.number in page
    assert "<b>2</b> väntar" in page


def test_attested_from_the_panel(manager, world: World) -> None:
    order = checked(world, line(), screens())
    page = manager.get(panel(order)).content.decode()
    assert order.content_hash in page
    assert "Eva Holm" in page
    assert "granskade beställningen" in page
    answer = attest(manager, order)
    assert (answer.status_code, answer.url) == (302, QUEUE)
    order.refresh_from_db()
    assert (order.state, order.attested_by) == (Order.State.ATTESTED, world.manager)
    again = attest(manager, order)
    assert again.status_code == 409
    assert AttestRecord.objects.count() == 1
    assert "Attesterad av Anders Bergqvist" in manager.get(panel(order)).content.decode()


def test_a_stale_page_does_not_attest_what_was_not_seen(manager, world: World) -> None:
    order = checked(world, line())
    answer = attest(manager, order, seen="f" * 64)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "har ändrats sedan du läste den" in page
    assert order.content_hash in page
    order.refresh_from_db()
    assert order.state == Order.State.CHECKED


def test_sent_back_and_refused_with_their_words(manager, world: World) -> None:
    back, refused = checked(world, line()), checked(world, line())
    for order, act, step in ((back, "tillbaka", "message"), (refused, "avsla", "reason")):
        assert manager.get(panel(order), {"steg": act}).status_code == 200
        empty = manager.post(panel(order), {"beslut": act, step: "  "})
        assert empty.status_code == 422
        long = manager.post(panel(order), {"beslut": act, step: "x" * 1001})
        assert long.status_code == 422
        assert manager.post(panel(order), {"beslut": act, step: "För tidigt <b>"}).status_code == 302
        order.refresh_from_db()
        assert order.message == "För tidigt <b>"
    assert (back.state, refused.state) == (Order.State.RETURNED_FOR_COMPLETION, Order.State.REFUSED)
    assert "För tidigt &lt;b&gt;" in manager.get(panel(refused)).content.decode()


def test_what_no_longer_fits_is_told_and_not_attested(manager, world: World) -> None:
    order = checked(world, line(quantity=4))
    world.unit.figures.update(care_staff=2)
    page = manager.get(panel(order)).content.decode()
    assert "Ryms inte längre" in page
    answer = attest(manager, order)
    assert answer.status_code == 409
    assert "ryms inte längre" in answer.content.decode()


def test_what_is_over_the_cap_today_is_told_in_the_queue_and_not_taken_together(
    manager, world: World
) -> None:
    order = checked(world, line(quantity=4))
    other = checked(world, line("label-printer", 1))
    world.unit.figures.update(care_staff=2)
    page = manager.get(QUEUE).content.decode()
    assert "2 över taket" in page
    assert "<b>1</b> över taket" in page
    assert choice(order) not in page
    assert choice(other) in page
    page = manager.get(QUEUE, {"utfall": "OVER"}).content.decode()
    assert order.number in page
    assert other.number not in page


def test_many_at_once_asks_first_and_then_tells_what_was_left(manager, world: World) -> None:
    within = [checked(world, line()) for _ in range(2)]
    reviewed = checked(world, line(), screens())
    asked = manager.post(MANY, {"order": [choice(one) for one in within]})
    assert asked.status_code == 200
    assert "Attestera 2\N{NO-BREAK SPACE}beställningar?" in asked.content.decode()
    assert not AttestRecord.objects.exists()
    page = many(manager, *within, reviewed).content.decode()
    assert (
        f"2 beställningar är attesterade och går till leverans: {within[0].number}, {within[1].number}."
        in page
    )
    assert f"{reviewed.number} lämnades. Beställningen har rader som ska prövas" in page
    assert set(Order.objects.filter(state="ATTESTED")) == set(within)
    page = many(manager, *within).content.decode()
    assert f"{within[0].number} lämnades. Beställning {within[0].number} är nu i läget" in page
    assert AttestRecord.objects.count() == 2


def test_many_at_once_leaves_what_changed_meanwhile(manager, world: World) -> None:
    order = checked(world, line())
    answer = manager.post(MANY, {"order": f"{order.number}:{'0' * 64}", "bekraftad": "1"}, follow=True)
    assert f"{order.number} lämnades. Beställningen har ändrats" in answer.content.decode()
    assert not AttestRecord.objects.exists()


def test_what_was_not_seen_is_not_attested(manager, world: World) -> None:
    order = checked(world, line())
    answer = manager.post(MANY, {"order": order.number, "bekraftad": "1"}, follow=True)
    assert "Markera minst en beställning" in answer.content.decode()
    assert not AttestRecord.objects.exists()


@pytest.mark.parametrize(
    "values", [[], [""], ["B-2026-9999"], ["' OR 1=1"], ["\x00"], ["B-2026-0001:zz"], ["å" * 99]]
)
def test_nonsense_chosen_is_nothing_chosen(manager, world: World, values) -> None:
    answer = manager.post(MANY, {"order": values, "bekraftad": "1"}, follow=True)
    assert "Markera minst en beställning" in answer.content.decode()


def test_a_substitute_attests_in_the_managers_place(client, world: World) -> None:
    appoint(world, most_pieces=2)
    small, large = checked(world, line(quantity=2)), checked(world, line(quantity=3))
    client.force_login(world.substitute)
    queue = client.get(QUEUE).content.decode()
    assert "Du attesterar för <b>Anders Bergqvist</b>" in queue
    assert choice(small) in queue
    assert choice(large) not in queue
    page = client.get(panel(small)).content.decode()
    assert "Attesteras av <b>Karin Sjö</b> för <b>Anders Bergqvist</b>" in page
    assert "större än ditt uppdrag" in client.get(panel(large)).content.decode()
    assert attest(client, large).status_code == 403
    assert attest(client, small).status_code == 302
    small.refresh_from_db()
    assert (small.attested_by, small.attested_for) == (world.substitute, world.manager)
    page = client.get(panel(small)).content.decode()
    assert "Attesterad av Karin Sjö för Anders Bergqvist" in page
    assert "för Anders Bergqvist" in page.split("Historik")[1]


def nothing_attested(client, order: Order, sentence: str) -> None:
    """By the panel, its other acts and the batch: refused, and the page says why."""
    page = client.get(panel(order)).content.decode()
    assert sentence in page
    assert choice(order) not in client.get(QUEUE).content.decode()
    assert attest(client, order).status_code == 403
    assert client.post(panel(order), {"beslut": "avsla", "reason": "Nej"}).status_code == 403
    assert client.post(panel(order), {"beslut": "tillbaka", "message": "Nej"}).status_code == 403
    assert f"{order.number} lämnades. {sentence}" in many(client, order).content.decode()
    order.refresh_from_db()
    assert order.state == Order.State.CHECKED
    assert not AttestRecord.objects.exists()


def test_who_ordered_and_then_became_manager(client, world: World) -> None:
    order = checked(world, line())
    assign(world.head, "ORDERING_MANAGER", region=world.region)
    client.force_login(world.head)
    nothing_attested(client, order, "Du beställde själv.")


def test_who_checked_and_then_became_manager(client, world: World) -> None:
    order = checked(world, line())
    assign(world.coordinator, "ORDERING_MANAGER", region=world.region)
    client.force_login(world.coordinator)
    nothing_attested(client, order, "Du granskade beställningen.")


def test_who_ordered_is_substitute(client, world: World) -> None:
    assign(world.head, "CONTROLLER", region=world.region)
    appoint(world, substitute=world.head)
    order = checked(world, line())
    client.force_login(world.head)
    nothing_attested(client, order, "Du beställde själv.")


def test_the_substitute_of_who_checked(client, world: World) -> None:
    assign(world.manager, "COORDINATOR", region=world.region)
    appoint(world)
    order = checked(world, line(), checker=world.manager)
    client.force_login(world.substitute)
    nothing_attested(client, order, "Du kan inte attestera för den som själv beställde eller granskade.")


def test_a_substitute_appoints_no_other(client, world: World) -> None:
    appoint(world)
    order = checked(world, line())
    client.force_login(world.substitute)
    form = {"substitute": world.controller.hsa_id, "valid_from": "2026-01-01", "valid_to": "2027-12-31"}
    assert client.post(reverse("units:substitutes"), form).status_code == 403
    client.force_login(world.controller)
    assert client.get(QUEUE).status_code == 403
    assert attest(client, order).status_code == 403
    order.refresh_from_db()
    assert order.state == Order.State.CHECKED


@pytest.mark.parametrize(
    "name",
    ["head", "contact", "coordinator", "substitute", "delivery", "controller", "administrator", "nobody"],
)
def test_other_roles_are_turned_away(client, world: World, name) -> None:
    order = checked(world, line())
    client.force_login(getattr(world, name))
    assert client.get(QUEUE).status_code == 403
    assert client.get(panel(order)).status_code == 403
    assert attest(client, order).status_code == 403
    assert client.post(MANY, {"order": choice(order), "bekraftad": "1"}).status_code == 403


def test_another_regions_manager_sees_nothing(client, world: World) -> None:
    elsewhere = Region.objects.create(code="annan", name="Annan", county_code="07", asset_prefix="X")
    stranger = make_person("X001", "Annan", "Ort")
    assign(stranger, "ORDERING_MANAGER", region=elsewhere)
    order = checked(world, line())
    client.force_login(stranger)
    assert order.number not in client.get(QUEUE).content.decode()
    assert client.get(panel(order)).status_code == 404
    assert attest(client, order).status_code == 404
    assert "Markera minst en" in many(client, order).content.decode()
    assert not AttestRecord.objects.exists()


def test_an_order_that_waits_for_check_is_not_to_be_attested(manager, world: World) -> None:
    order = sent(world, line())
    assert "Skickad" in manager.get(panel(order)).content.decode()
    assert attest(manager, order).status_code == 409


def test_queries_do_not_grow_with_the_rows(manager, world: World) -> None:
    order = checked(world, line())
    manager.get(QUEUE)
    one, one_panel = queries_of(lambda: manager.get(QUEUE)), queries_of(lambda: manager.get(panel(order)))
    for _ in range(2):
        last = checked(world, line(), screens(), unit=world.other_unit, by=world.other_head)
    assert queries_of(lambda: manager.get(QUEUE)) == one
    assert queries_of(lambda: manager.get(panel(last))) == one_panel


def test_a_page_of_fifty_is_light(manager, world: World) -> None:
    world.unit.figures.update(care_staff=500, listed_patients=50_000)
    for _ in range(51):
        checked(world, line())
    answer = manager.get(QUEUE)
    assert len(answer.content) <= 40_000
    assert len(re.findall(r'type="checkbox" name="order"', answer.content.decode())) == 50
