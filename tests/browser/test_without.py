"""Ordering and attesting without a mouse, and ordering without JavaScript."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
MOST_STEPS = 200


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """Press Tab until the element has focus, and see that the focus shows on the way."""
    for _ in range(MOST_STEPS):
        page.keyboard.press(key)
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            assert page.evaluate(
                "() => { const s = getComputedStyle(document.activeElement);"
                " return s.outlineStyle !== 'none' || s.boxShadow !== 'none' }"
            ), f"{selector} has focus and does not show it"
            return
    raise AssertionError(f"{selector} on {page.url} cannot be reached by Tab")


def enter(page: Page, selector: str) -> None:
    """Go to a button or link by Tab, and press Enter on it."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def sign_in_by_keyboard(visitor: Visitor, given: str) -> None:
    visitor.page.goto("/demo/")
    choice = visitor.page.get_by_role("button", name=f"Fortsätt som {given}", exact=True)
    enter(visitor.page, f"button[name=person][value='{choice.get_attribute('value')}']")


def test_ordering_and_attesting_by_keyboard_alone(visit: Visit) -> None:
    head = visit()
    sign_in_by_keyboard(head, "Örjan")
    page = head.page
    enter(page, "a[href='/bestall/']")
    tab_to(page, "input[name='base-package-0-quantity']")
    page.keyboard.press("Control+A")
    page.keyboard.type("1")
    # The live answer draws the button anew; a slow machine must not lose the key between the two.
    page.wait_for_timeout(1000)
    page.wait_for_load_state("networkidle")
    enter(page, "button[name=gor][value=granska]")
    expect(page.locator("h1")).to_have_text("Granska och skicka")
    enter(page, "form[action$='/granska/'] button[type=submit]")
    number = page.locator("h1").inner_text().removeprefix("Beställning ")
    assert number.startswith("B-")

    coordinator = visit()
    sign_in_by_keyboard(coordinator, "Eva")
    coordinator.page.goto(f"/granskning/{number}/")
    enter(coordinator.page, "button[name=beslut][value=granska]")
    manager = visit()
    sign_in_by_keyboard(manager, "Anders")
    manager.page.goto(f"/attest/{number}/")
    enter(manager.page, "button[name=beslut][value=attestera]")
    page.goto(f"/bestallningar/{number}/")
    expect(page.get_by_text("Attesterad").first).to_be_visible()


def test_the_first_stop_is_the_way_past_the_menu(visit: Visit) -> None:
    page = visit("Maria").page
    page.goto("/bestallningar/")
    page.keyboard.press("Tab")
    goal = page.evaluate("() => document.activeElement.getAttribute('href')")
    assert goal.startswith("#")
    page.keyboard.press("Enter")
    assert page.evaluate("s => document.querySelector(s).matches('main, main *')", goal)


def test_dialogs_open_and_close_by_keyboard_and_give_the_focus_back(visit: Visit) -> None:
    page = visit("Anders").page
    page.goto("/attest/")
    link = page.locator("tbody a[href*='/attest/B-']").first
    page.goto(link.get_attribute("href") or "")
    opener = "a[data-oppna=tillbaka]"
    tab_to(page, opener)
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    assert page.evaluate("() => document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.evaluate("s => document.activeElement.matches(s)", opener)


def test_ordering_without_javascript(visit: Visit) -> None:
    head = visit(java_script_enabled=False)
    page = head.page
    page.goto("/demo/")
    page.get_by_role("button", name="Fortsätt som Maria", exact=True).click()
    page.goto("/bestall/")
    # A line is added and taken away by the server.
    page.locator("button[name=gor][value^='lagg:extra-screen']").first.click()
    assert page.locator("input[name='extra-screen-0-quantity']").count() == 1
    page.locator("button[name=gor][value='bort:extra-screen-0']").click()
    assert page.locator("input[name='extra-screen-0-quantity']").count() == 0
    page.locator("input[name='base-package-0-quantity']").fill("1000")
    page.locator("button[name=gor][value=granska]").click()
    assert page.locator("#felruta").count() == 1
    page.locator("input[name='base-package-0-quantity']").fill("1")
    page.locator("button[name=gor][value=granska]").click()
    page.get_by_role("button", name="Skicka beställningen").click()
    assert page.locator("h1").inner_text().startswith("Beställning B-")
