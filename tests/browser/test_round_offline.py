"""A round on a phone that loses its connection: answers wait in the browser and are sent once when it is back."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from inventory.rounds.actions.answering import answer_assets
from inventory.rounds.actions.closing import cancel_round
from inventory.rounds.actions.opening import open_round
from inventory.rounds.content import Answer, RoundContent
from inventory.rounds.models import InventoryRound, Outcome, RoundAnswer, RoundAsset, RoundFind, RoundUnit
from portal.core import clock
from portal.core.clock import add_workdays
from portal.core.people.models import User
from portal.core.units.chosen import Chosen
from portal.core.units.models import CareUnit
from tests.browser.visitor import Visitor
from tests.fixtures.live import LivePortal

Visit = Callable[..., Visitor]
WAITS = "[data-inventering]"


@pytest.fixture
def unblocked(django_db_blocker):
    """The database, for what happens beside the browser."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def task(demo_portal: LivePortal, unblocked: None) -> Iterator[RoundUnit]:
    head = User.objects.get(given_name="Maria", family_name="Lindqvist")
    unit = CareUnit.objects.get(assignments__user=head)
    content = RoundContent(
        title="Inventering med telefon",
        text="",
        answer_by=add_workdays(clock.today(), 10),
        chosen=Chosen.of([("UNIT", unit.hsa_id)]),
    )
    coordinator = User.objects.get(given_name="Eva")
    # A unit answers one round at a time, and the demo's own is half answered.
    for other in InventoryRound.objects.filter(units__unit=unit, state=InventoryRound.State.OPEN):
        cancel_round(round=other, reason="Provet tar vid.", by=coordinator, at=clock.now())
    found = open_round(region=unit.region, content=content, by=coordinator, at=clock.now())
    yield RoundUnit.objects.get(round=found, unit=unit)
    cancel_round(round=found, reason="Provet är slut.", by=coordinator, at=clock.now())


def row(page: Page, number: str):
    return page.locator(f'li[data-nummer="{number}"]')


def press_present(page: Page, number: str) -> None:
    row(page, number).get_by_role("button", name="Finns").click()


def other_answer(page: Page, number: str, outcome: str, note: str = "") -> None:
    row(page, number).get_by_role("link", name="Annat svar").click()
    dialog = page.locator("#annat-svar")
    dialog.get_by_label(outcome).check()
    dialog.get_by_label("Anteckning").fill(note)
    dialog.get_by_role("button", name="Spara svaret").click()


def test_answers_given_without_a_connection_are_sent_once_when_it_is_back(
    visit: Visit, task: RoundUnit
) -> None:
    numbers = list(
        RoundAsset.objects.filter(round_unit=task)
        .order_by("function", "room", "pk")
        .values_list("asset__asset_number", flat=True)[:5]
    )
    first, second, third, fourth, fifth = numbers
    visitor = visit("Maria")
    page = visitor.page
    page.set_viewport_size({"width": 390, "height": 844})
    with page.expect_response(lambda answer: "/api/v1/rounds/" in answer.url):
        page.goto(f"/inventering/{task.round.number}/{task.unit.hsa_id}/")
    visitor.check()

    press_present(page, first)
    expect(row(page, first)).to_contain_text("Skickat.")

    page.context.set_offline(True)
    press_present(page, second)
    other_answer(page, third, "Saknas")
    other_answer(page, fourth, "Skadad")
    expect(page.locator("#annat-svar [data-fel]")).to_have_text("Beskriv skadan kort.")
    page.locator("#annat-svar").get_by_label("Anteckning").fill("Sprucken skärm")
    page.locator("#annat-svar").get_by_role("button", name="Spara svaret").click()
    field = page.locator("#nummer")
    field.fill(fifth.lower())
    field.press("Enter")
    field.fill("OKÄND-77")
    field.press("Enter")
    expect(page.locator("[data-skannat]")).to_contain_text("läggs till som oväntad utrustning")
    expect(page.locator(WAITS)).to_contain_text("5 svar väntar på nätet")
    expect(row(page, third)).to_contain_text("Väntar på att skickas")
    visitor.check(((390, "light"), (390, "dark")))
    assert RoundAsset.objects.get(round_unit=task, asset__asset_number=second).outcome == ""

    # Meanwhile the IT contact, at the same unit and online, says otherwise of one of them.
    contact = User.objects.get(given_name="Jonas", family_name="Ek")
    said = Answer(uuid4(), second, Outcome.MISSING)
    answer_assets(round_unit=task, answers=[said], by=contact, at=clock.now())

    # The first try gets through, but its answer is lost on the way back.
    lost: list[str] = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request.post_data or "")
        route.fetch()
        route.abort()

    page.route("**/answers/", lose)
    page.context.set_offline(False)
    expect(page.locator(WAITS)).to_be_hidden(timeout=60_000)
    assert len(lost) == 1

    expect(row(page, second)).to_contain_text("Olika svar")
    expect(row(page, third)).to_contain_text("Saknas")
    for number, outcome in ((third, "MISSING"), (fourth, "DAMAGED"), (fifth, "PRESENT")):
        found = RoundAsset.objects.get(round_unit=task, asset__asset_number=number)
        assert found.outcome == outcome
        assert RoundAnswer.objects.filter(round_asset=found).count() == 1, number
    conflict = RoundAsset.objects.get(round_unit=task, asset__asset_number=second)
    assert conflict.is_conflict
    assert conflict.outcome == Outcome.MISSING
    assert RoundFind.objects.filter(round_unit=task, number="OKÄND-77").count() == 1
    visitor.check(((390, "light"),))
    # That the connection broke was the point; nothing else went wrong.
    visitor.complaints[:] = [one for one in visitor.complaints if "net::ERR_" not in one]


def test_answers_outlive_the_page(visit: Visit, task: RoundUnit) -> None:
    number = (
        RoundAsset.objects.filter(round_unit=task).order_by("function", "room", "pk")[0].asset.asset_number
    )
    visitor = visit("Maria")
    page = visitor.page
    with page.expect_response(lambda answer: "/api/v1/rounds/" in answer.url):
        page.goto(f"/inventering/{task.round.number}/{task.unit.hsa_id}/")
    page.route("**/answers/", lambda route: route.abort())
    press_present(page, number)
    expect(page.locator(WAITS)).to_contain_text("1 svar väntar på nätet")
    page.goto("/")
    page.unroute("**/answers/")
    page.goto(f"/inventering/{task.round.number}/{task.unit.hsa_id}/")
    expect(row(page, number)).to_contain_text("Skickat.", timeout=30_000)
    assert RoundAsset.objects.get(round_unit=task, asset__asset_number=number).outcome == Outcome.PRESENT
    visitor.complaints[:] = [one for one in visitor.complaints if "net::ERR_" not in one]
