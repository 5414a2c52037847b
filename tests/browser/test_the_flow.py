"""One order from the start page to the asset list and the PDF, by five people, with axe-core along the way."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.visitor import TWO_LOOKS, Visitor
from tests.fixtures.live import wait_for

Visit = Callable[..., Visitor]
SERIAL = "FLODE-0001"


def test_five_people_take_an_order_all_the_way(visit: Visit) -> None:
    anyone = visit()
    anyone.page.goto("/")
    expect(anyone.page.locator("h1")).to_have_text("Vem vill du vara?")
    anyone.check()

    head = visit("Maria")
    number = order(head)
    coordinator = visit("Eva")
    check(coordinator, number)
    manager = visit("Anders")
    attest(manager, number)
    technician = visit("Nils")
    delivery = deliver(technician, number)
    contact = visit("Jonas")
    acknowledge(contact, delivery)
    find_in_the_list(contact)
    read_the_documents(head, number)


def order(head: Visitor) -> str:
    head.check()
    head.page.goto("/bestall/")
    head.check()
    ask_for_one_laptop(head.page)
    head.press("Granska och skicka")
    head.check()
    head.press("Skicka beställningen")
    heading = head.page.locator("h1").inner_text()
    assert heading.startswith("Beställning B-")
    head.check()
    return heading.removeprefix("Beställning ")


def ask_for_one_laptop(page: Page) -> None:
    number = page.locator('input[name="base-package-0-quantity"]')
    number.fill("1")
    number.blur()
    page.locator('input[name="base-package-0-variant"][value="laptop"]').check()
    page.locator('input[name="base-package-0-function"]').fill("Reception 1")


def check(coordinator: Visitor, number: str) -> None:
    coordinator.check()
    coordinator.page.goto("/granskning/")
    coordinator.check()
    coordinator.page.goto(f"/granskning/{number}/")
    coordinator.check()
    coordinator.press("Bevilja allt")
    assert coordinator.page.url.endswith("/granskning/")


def attest(manager: Visitor, number: str) -> None:
    manager.page.goto("/attest/")
    manager.check()
    manager.page.goto(f"/attest/{number}/")
    manager.check()
    manager.press("Attestera")
    expect(manager.page.get_by_text(number).first).to_be_visible()
    manager.check(TWO_LOOKS)


def deliver(technician: Visitor, number: str) -> str:
    technician.page.goto("/leverans/")
    technician.check()
    technician.page.goto(f"/leverans/{number}/")
    technician.check()
    technician.page.locator("fieldset textarea, fieldset input[type=text]").first.fill(SERIAL)
    technician.press("Registrera leverans")
    technician.check()
    found = re.search(r"L-\d{4}-\d{4,}", technician.page.url)
    assert found, technician.page.url
    return found.group(0)


def acknowledge(contact: Visitor, delivery: str) -> None:
    contact.page.goto(f"/kvittens/{delivery}/")
    expect(contact.page.get_by_text(SERIAL).first).to_be_visible()
    contact.check()
    contact.press("Kvittera leveransen")
    contact.check()
    expect(contact.page.get_by_text("Kvitterad").first).to_be_visible()


def find_in_the_list(contact: Visitor) -> None:
    contact.page.goto(f"/utrustning/?q={SERIAL}")
    row = contact.page.locator("tbody tr", has_text=SERIAL).first
    expect(row).to_be_visible()
    contact.check()
    row.get_by_role("link").first.click()
    expect(contact.page.get_by_text("Reception 1").first).to_be_visible()
    contact.check()


def read_the_documents(head: Visitor, number: str) -> None:
    """The worker makes them; the page has the link when they are there."""

    def has_documents() -> bool:
        head.page.goto(f"/bestallningar/{number}/")
        return head.page.locator("a[href*='/dokument/']").count() >= 3

    wait_for(has_documents, seconds=120)
    head.check()
    for link in head.page.locator("a[href*='/dokument/']").all():
        answer = head.page.request.get(link.get_attribute("href") or "")
        assert answer.status == 200
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.body().startswith(b"%PDF-1.7")
