"""portal.js in a real browser, on the page of components. Everything here also works without it."""

import shutil

import pytest
from playwright.sync_api import Page, expect, sync_playwright

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
    assert path, "chromium is not installed: make test installs it"
    # Playwright keeps an event loop in this thread, which Django would otherwise take for async code.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, live_portal):
    """The page of components. The test fails on any script error and on any breach of the content policy."""
    page, complaints = chromium.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.goto(f"{live_portal.url}/komponenter/")
    yield page
    page.close()
    assert complaints == []


def test_errors_get_focus_and_lead_to_their_fields(page: Page):
    expect(page.locator("#felruta")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_motivation")).to_be_focused()


def test_stepper_stops_at_its_limits_but_the_field_takes_any_number(page: Page):
    number = page.locator("#id_quantity")
    minus, plus = page.get_by_label("Minska grundpaket"), page.get_by_label("Öka grundpaket")
    expect(plus).to_be_disabled()
    minus.click()
    minus.click()
    expect(number).to_have_value("0")
    expect(minus).to_be_disabled()
    number.fill("9")
    expect(number).to_have_value("9")
    expect(plus).to_be_disabled()


def test_marking_rows_shows_the_bar_and_fills_the_dialog(page: Page):
    bar = page.get_by_role("region", name="Markerade beställningar")
    expect(bar).to_be_hidden()
    page.get_by_label("Markera B-2026-0417").check()
    expect(bar).to_contain_text("1 markerade")
    bar.get_by_role("button", name="Attestera 1").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("B-2026-0417 Norrviks hälsocentral, 1 grundpaket")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    bar.get_by_role("button", name="Avmarkera").click()
    expect(bar).to_be_hidden()


def test_j_and_k_move_between_rows_only_inside_a_table(page: Page):
    first, second = page.locator(".k-order a").nth(0), page.locator(".k-order a").nth(1)
    page.keyboard.press("j")
    expect(page.locator("#felruta")).to_be_focused()
    first.focus()
    page.keyboard.press("j")
    expect(second).to_be_focused()
    page.keyboard.press("k")
    expect(first).to_be_focused()


def test_the_first_tab_offers_to_skip_the_menu(page: Page):
    page.goto(page.url.replace("komponenter", "ordlista"))
    page.keyboard.press("Tab")
    expect(page.locator(".ds-skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_nothing_scrolls_sideways_at_400_percent(page: Page):
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
