"""Samverkan: a need beyond the list is taken up, listed and answered."""

import pytest

from orders.actions.samverkan import answer_matter, raise_matter
from orders.actions.submit import save_draft
from orders.models import SamverkanMatter
from portal.core import clock
from portal.core.audit.models import AuditEvent
from portal.core.outbox.models import Message
from tests.orders.making import queries_of
from tests.pages import as_user, text_of
from tests.world import World, content, line

NEW = "/samverkan/ny/"


def raised(world: World, need: str = "Två skrivare till.") -> SamverkanMatter:
    return raise_matter(unit=world.unit, need=need, by=world.head, at=clock.now())


def test_the_need_is_filled_in_from_what_the_rules_refused(world: World) -> None:
    order = save_draft(unit=world.unit, content=content(line(quantity=20)), by=world.head, at=clock.now())
    head = as_user(world.head)
    page = text_of(head.get(f"{NEW}?bestallning={order.number}"))
    assert f"I beställning {order.number} vill vi ha mer än vad som ingår:" in page
    assert "2 för många" in page
    response = head.post(f"{NEW}?bestallning={order.number}", {"need": "Vi växer."}, follow=True)
    assert "Ärendet är anmält." in text_of(response)
    matter = SamverkanMatter.objects.get()
    assert (matter.need, matter.order, matter.unit) == ("Vi växer.", order, world.unit)


@pytest.mark.parametrize(
    ("need", "message"), [(" ", "Beskriv behovet."), ("x" * 4001, "Korta texten till högst 4000 tecken.")]
)
def test_a_need_that_cannot_be_read_is_told_at_its_field(world: World, need: str, message: str) -> None:
    response = as_user(world.head).post(NEW, {"need": need})
    assert response.status_code == 422
    assert message in text_of(response)
    assert 'aria-invalid="true"' in text_of(response)
    assert not SamverkanMatter.objects.exists()


def test_the_same_need_sent_again_leads_to_the_first_matter(world: World) -> None:
    head = as_user(world.head)
    first = head.post(NEW, {"need": "Två skrivare till."})
    events = AuditEvent.objects.count(), Message.objects.count()
    again = head.post(NEW, {"need": " Två skrivare till.\n"}, follow=True)
    assert again.redirect_chain == [(first.url, 302)]
    assert "redan anmält" in text_of(again)
    assert (AuditEvent.objects.count(), Message.objects.count()) == events
    head.post(NEW, {"need": "Två skrivare till, och ett bord."})
    assert SamverkanMatter.objects.count() == 2


def test_an_answered_need_may_be_taken_up_again(world: World) -> None:
    first = raised(world)
    answer_matter(matter=first, answer="Inte i år.", by=world.coordinator, at=clock.now())
    assert raised(world).pk != first.pk


def test_another_units_order_is_no_ground(world: World) -> None:
    order = save_draft(unit=world.other_unit, content=content(), by=world.other_head, at=clock.now())
    assert as_user(world.head).get(f"{NEW}?bestallning={order.number}").status_code == 404


@pytest.mark.parametrize("who", ["contact", "coordinator", "delivery", "nobody"])
def test_only_the_head_of_unit_takes_up_a_need(world: World, who: str) -> None:
    client = as_user(getattr(world, who))
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, {"need": "Mer."}).status_code == 403


@pytest.mark.parametrize("who", ["coordinator", "it_coordinator"])
def test_region_answers_once_and_the_unit_reads_it(world: World, who: str) -> None:
    matter = raised(world)
    client = as_user(getattr(world, who))
    address = f"/samverkan/{matter.pk}/"
    assert "Svara enheten" in text_of(client.get(address))
    assert client.post(address, {"answer": " "}).status_code == 422
    client.post(address, {"answer": "Ni får en."})
    again = client.post(address, {"answer": "Eller ingen."}, follow=True)
    assert "redan besvarat" in text_of(again)
    page = text_of(as_user(world.head).get(address))
    assert "Ni får en." in page
    assert "Svara enheten" not in page


@pytest.mark.parametrize("who", ["head", "contact", "manager", "delivery"])
def test_others_read_but_do_not_answer(world: World, who: str) -> None:
    matter = raised(world)
    client = as_user(getattr(world, who))
    assert "Två skrivare till." in text_of(client.get(f"/samverkan/{matter.pk}/"))
    assert client.post(f"/samverkan/{matter.pk}/", {"answer": "Ja."}).status_code == 403


def test_another_units_matter_does_not_exist(world: World) -> None:
    matter = raised(world)
    assert as_user(world.other_head).get(f"/samverkan/{matter.pk}/").status_code == 404
    assert "skrivare" not in text_of(as_user(world.other_head).get("/samverkan/"))


def test_the_list_filters_and_asks_as_much_for_three_as_for_one(world: World) -> None:
    client = as_user(world.coordinator)
    raised(world)
    client.get("/samverkan/")
    one = queries_of(lambda: client.get("/samverkan/"))
    raised(world, "Ett bord.")
    raised(world, "En lampa.")
    assert queries_of(lambda: client.get("/samverkan/")) == one
    assert "En lampa." in text_of(client.get("/samverkan/?lage=oppna"))
    assert "Inga ärenden" in text_of(client.get("/samverkan/?lage=besvarade"))
