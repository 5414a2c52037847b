"""An outage is published, updated and resolved while a unit looks on: the pages that are open tell of it themselves."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import Visitor
from tests.fixtures.live import LivePortal
from tests.fixtures.servers import Servers

Visit = Callable[..., Visitor]
# The page asks each second. The worker must reach 160 people and may have just begun on the demo's post.
COMES_WITHIN = 90_000
MARK = "node => { node.isTheSame = true }"
IS_MARKED = "node => node.isTheSame === true"
FOCUSED = "() => document.activeElement.id"


@pytest.fixture
def asking_portal(demo_portal: LivePortal, servers: Servers) -> Iterator[LivePortal]:
    """The demo's region behind a gunicorn whose pages ask for news each second."""
    portal = LivePortal(servers, NOTICE_POLL_SECONDS="1")
    portal.start()
    yield portal
    portal.stop()


def test_banners_come_change_and_go_by_themselves(visit: Visit, asking_portal: LivePortal) -> None:
    head, author = (visit(given, base_url=asking_portal.url) for given in ("Maria", "Ida"))
    start = head.page
    start.evaluate("() => { window.wasNeverReadAnew = true }")
    before = unread(start)
    stands = start.locator("#driftband .sidbesked").first.get_attribute("id")
    another = start.locator(f"#{stands}")
    another.evaluate(MARK)
    another.get_by_role("link").focus()
    stood_at = start.evaluate(FOCUSED)
    typed = typing_in_an_order(start)

    number = publish(author, "Labbsvar", "Svar på prover visas inte i Cosmic.")
    banner = start.locator(f"#band-{number}")
    expect(banner).to_contain_text("Störning: Labbsvar. Svar på prover visas inte", timeout=COMES_WITHIN)
    expect(bell(start)).to_have_accessible_name(named(before + 1), timeout=COMES_WITHIN)
    # What stood there already was left alone, and so was whoever stood in it.
    assert another.evaluate(IS_MARKED)
    assert start.evaluate(FOCUSED) == stood_at
    head.check(((1280, "light"), (390, "dark")))
    goes_on_typing(typed, number)

    banner.get_by_role("link").focus()
    banner.locator("xpath=..").evaluate(MARK)
    update(author, number, "Orsaken är känd", "Svaren kommer efter högst en timme.")
    expect(banner).to_contain_text(
        "Svaren kommer efter högst en timme. Orsaken är känd", timeout=COMES_WITHIN
    )
    # The region that is read aloud is the same, and the focus is in the banner that came instead.
    assert banner.locator("xpath=..").evaluate(IS_MARKED)
    assert start.evaluate(FOCUSED) == f"band-{number}-mer"
    expect(start.locator(f"#band-{number}")).to_have_count(1)

    update(author, number, "Löst", "Alla svar visas igen.")
    expect(banner).to_have_count(0, timeout=COMES_WITHIN)
    expect(typed.page.locator(f"#band-{number}")).to_have_count(0, timeout=COMES_WITHIN)
    assert another.evaluate(IS_MARKED)
    assert start.evaluate("window.wasNeverReadAnew")

    # That it is over is news until someone has read it, in whatever tab.
    expect(bell(start)).to_have_accessible_name(named(before + 1))
    reading = start.context.new_page()
    reading.goto(f"/drift/{number}/")
    expect(reading.get_by_text("Alla svar visas igen.")).to_be_visible()
    expect(bell(start)).to_have_accessible_name(named(before), timeout=COMES_WITHIN)
    expect(typed).to_have_value("Läkare 4 och 5")


def typing_in_an_order(start: Page) -> Locator:
    """The same person's order in another tab: half a word is typed, and the caret is in the middle of it."""
    order = start.context.new_page()
    order.goto("/bestall/")
    field = order.locator("input[name='base-package-0-function']")
    field.press_sequentially("Läkare 5")
    field.press("ArrowLeft")
    return field


def goes_on_typing(field: Locator, number: str) -> None:
    """The banner comes here too, and the next key lands where the last one did."""
    expect(field.page.locator(f"#band-{number}")).to_be_visible(timeout=COMES_WITHIN)
    expect(field).to_be_focused()
    expect(field).to_have_value("Läkare 5")
    field.page.keyboard.type("4 och ")
    expect(field).to_have_value("Läkare 4 och 5")


def publish(author: Visitor, title: str, text: str) -> str:
    """Through the author's own pages, for every unit. Returns the number that the notice got."""
    page = author.page
    page.goto("/drift/nytt/?slag=OUTAGE")
    page.get_by_label("Rubrik", exact=True).fill(title)
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_label("Stor påverkan").check()
    author.press("Granska")
    author.press("Publicera")
    expect(page.get_by_text("är publicerat")).to_be_visible()
    return page.url.rstrip("/").rsplit("/", 1)[1]


def update(author: Visitor, number: str, state: str, text: str) -> None:
    author.page.goto(f"/drift/{number}/uppdatera/")
    author.page.get_by_label(state).check()
    author.page.get_by_label("Vad är nytt?").fill(text)
    author.press("Publicera uppdateringen")
    expect(author.page.get_by_text(text).first).to_be_visible()


def bell(page: Page) -> Locator:
    return page.locator("#klocka")


def named(count: int) -> re.Pattern[str]:
    """What a screen reader says of the bell: the number once."""
    return re.compile(
        rf"^Drift och ändringar, {count}\s(oläst|olästa)$" if count else "^Drift och ändringar$"
    )


def unread(page: Page) -> int:
    """How many the bell counts already."""
    said = re.search(r", (\d+)", bell(page).get_attribute("aria-label") or "")
    return int(said[1]) if said else 0
