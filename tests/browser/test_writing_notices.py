"""An outage written, previewed live, reviewed, published and updated in a real browser, with axe-core along the way."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


def fill_in(page: Page, title: str, text: str) -> None:
    page.get_by_label("Rubrik", exact=True).fill(title)
    page.get_by_label("Text", exact=True).fill(text)


def test_an_outage_from_the_first_word_to_the_last(visit: Visit) -> None:
    author = visit("Ida")
    page = author.page
    page.goto("/drift/nytt/")
    author.check()
    page.locator("main a[href*='slag=OUTAGE']").click()
    expect(page.locator("h1")).to_have_text("Driftstörning")
    everyone = page.locator("#rackvidd").inner_text()
    author.check()

    fill_in(page, "Utskrifter från Cosmic", "Etiketter kan dröja upp till 15 minuter.")
    page.get_by_label("Stor påverkan").check()
    page.get_by_label("Kalmar", exact=True).check()
    # Fewer now, told without the page being read anew, and what was typed is there.
    expect(page.locator("#rackvidd")).not_to_have_text(everyone)
    expect(page.locator("#rackvidd")).to_contain_text("får meddelandet")
    page.get_by_label("Ingår enheten, och varför?").select_option(index=1)
    expect(page.locator("#varfor")).to_contain_text("kommun")
    expect(page.get_by_label("Rubrik", exact=True)).to_have_value("Utskrifter från Cosmic")
    author.check()

    author.press("Granska")
    expect(page.locator("h1")).to_have_text("Granska")
    told = page.locator("#rackvidd").inner_text()
    author.check()
    page.get_by_label("Orsaken är känd").check()
    author.press("Publicera")
    expect(page.get_by_text("är publicerat")).to_be_visible()
    number = page.url.rstrip("/").rsplit("/", 1)[1]

    page.goto(f"/drift/{number}/uppdatera/")
    author.check()
    author.press("Publicera uppdateringen")
    expect(page.locator("#felruta")).to_contain_text("skriv vad som har hänt")
    author.check()
    page.get_by_label("Löst").check()
    page.get_by_label("Vad är nytt?").fill("Utskrifterna fungerar igen.")
    author.press("Publicera uppdateringen")
    expect(page.get_by_text("Utskrifterna fungerar igen.").first).to_be_visible()
    assert "får meddelandet" in told

    page.goto(f"/drift/mallar/ny/?fran={number}")
    author.check()
    author.press("Spara mallen")
    expect(page.get_by_role("link", name="Utskrifter från Cosmic", exact=True)).to_be_visible()
    author.check()


def test_maintenance_without_javascript(visit: Visit) -> None:
    page = visit(java_script_enabled=False).page
    page.goto("/demo/")
    page.get_by_role("button", name="Fortsätt som Ida", exact=True).click()
    page.goto("/drift/nytt/?slag=MAINTENANCE")
    fill_in(page, "Byte av switch", "Nätverket är nere i en timme.")
    page.get_by_label("Kalmar", exact=True).check()
    page.get_by_role("button", name="Räkna om").last.click()
    expect(page.locator("#rackvidd")).to_contain_text("får meddelandet")
    page.get_by_role("button", name="Granska").click()
    expect(page.locator("#felruta")).to_contain_text("Ange när underhållet börjar och slutar.")
    page.get_by_label("Börjar").fill("2099-11-28T06:00")
    page.get_by_label("Slutar").fill("2099-11-28T07:00")
    page.get_by_role("button", name="Granska").click()
    expect(page.locator("h1")).to_have_text("Granska")
    page.get_by_role("button", name="Publicera").click()
    expect(page.get_by_text("är publicerat")).to_be_visible()
