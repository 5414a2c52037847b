"""The order form in a real browser: it answers while one writes, and all that it does goes by keyboard."""

import shutil

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect, sync_playwright

from orders.models import Order
from tests.world import make_world

pytestmark = pytest.mark.browser

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


@pytest.fixture(scope="module")
def chromium():
    path = shutil.which("chromium")
    assert path, "The tests of pages need chromium: apt-get install chromium"
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, live_portal):
    """The order form as the head of a unit sees it. Script errors and breaches of the content policy fail the test."""
    client = Client()
    client.force_login(make_world().head)
    name = settings.SESSION_COOKIE_NAME
    context = chromium.new_context()
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_portal.url}])
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.goto(f"{live_portal.url}/bestall/")
    yield page
    context.close()
    # A form that comes back with errors is a 422, which the browser writes of in its console.
    assert [line for line in complaints if "status of 422" not in line] == []


def test_the_rules_answer_while_one_writes(page: Page):
    box, summary = page.locator("#besked-base-package"), page.locator("#sammanfattning-rader")
    expect(box).to_contain_text("Ni kan beställa 18 grundpaket till.")
    page.locator("[name=base-package-0-quantity]").fill("19")
    page.keyboard.press("Tab")
    expect(box).to_contain_text("1 för många.")
    expect(summary).to_contain_text("Över taket")
    page.get_by_label("Minska grundpaket").click()
    expect(box).to_contain_text("Ryms i tilldelningen.")
    expect(summary).to_contain_text("18 st")


def test_what_is_added_gets_the_cursor_and_keeps_what_was_typed(page: Page):
    page.locator("[name=base-package-0-function]").fill("Reception 1")
    page.get_by_role("button", name="Lägg till extra skärm").press("Enter")
    motivation = page.locator("[name=extra-screen-0-motivation]")
    expect(motivation).to_be_focused()
    page.keyboard.type("Journal och rådgivningsstöd öppna samtidigt.")
    page.get_by_role("button", name="Lägg till en rad grundpaket").press("Enter")
    expect(page.locator("[name=base-package-1-function]")).to_be_focused()
    expect(motivation).to_have_value("Journal och rådgivningsstöd öppna samtidigt.")
    expect(page.locator("[name=base-package-0-function]")).to_have_value("Reception 1")
    page.get_by_role("button", name="Ta bort extra skärm, rad 1").press("Enter")
    expect(motivation).to_have_count(0)
    expect(page.get_by_role("button", name="Lägg till extra skärm")).to_be_focused()


def test_enter_counts_again_and_sends_nothing(page: Page):
    page.locator("[name=base-package-0-quantity]").fill("2")
    page.keyboard.press("Enter")
    expect(page.locator("#sammanfattning-rader")).to_contain_text("2 st")
    assert not Order.objects.exists()


def test_ordered_by_keyboard_alone(page: Page):
    page.locator("[name=base-package-0-quantity]").fill("19")
    page.get_by_role("button", name="Granska och skicka").press("Enter")
    expect(page.locator("#felruta")).to_be_focused()
    page.locator("#felruta a").first.press("Enter")
    expect(page.locator("[name=base-package-0-quantity]")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("2")
    page.get_by_role("button", name="Granska och skicka").press("Enter")
    page.get_by_role("button", name="Skicka beställningen").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("är skickad")
    assert Order.objects.get().state == Order.State.SUBMITTED
