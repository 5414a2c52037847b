"""Someone at a screen, and axe-core at her side."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
EVERY_LOOK = tuple((width, scheme) for width in (1280, 390, 320) for scheme in ("light", "dark"))
TWO_LOOKS = ((1280, "light"), (320, "dark"))
# Colours are measured where they end: nothing fades. A sheet made by script needs no leave of the content policy.
STILL = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important }");
  document.adoptedStyleSheets = [sheet];
}"""
# What the colours alone can break. Everything else is the same in the dark.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
RUN = """async (only) => {
  const found = await axe.run(document, {runOnly: only, resultTypes: ["violations"]});
  return found.violations.map(v => `${v.id}: ${v.help}: ` + v.nodes.slice(0, 3).map(
    n => n.target.join(" ") + " " + n.html.slice(0, 160) + " " + (n.any[0]?.message || "")).join(" | "));
}"""


@cache
def axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


class Visitor:
    """A page in a browser of its own, with what the browser complained of."""

    def __init__(self, page: Page):
        self.page = page
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", self._hear)

    def _hear(self, line: Any) -> None:
        # That an answer had an error status is what some tests are about; a script that fails never is.
        if line.type == "error" and "the server responded with a status of" not in line.text:
            self.complaints.append(f"{self.page.url}: {line.text}")

    def sign_in(self, given: str) -> None:
        """Choose a person in the demo, as one does."""
        self.page.goto("/demo/")
        self.page.get_by_role("button", name=f"Fortsätt som {given}", exact=True).click()
        expect(self.page.locator("main h1")).to_be_visible()

    def press(self, name: str) -> None:
        """Press the page's button of that name, and wait for the page that comes."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).first.click()

    def check(self, looks: tuple[tuple[int, str], ...] = EVERY_LOOK) -> None:
        """axe-core finds nothing in this state, in any width, light and dark; nor does the page scroll sideways.

        What is found is kept until the test is over, so that it tells of every page at once.
        """
        self.page.evaluate(axe_source())
        self.page.evaluate(STILL)
        laid_out = set()
        for width, scheme in looks:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=scheme)
            where = f"{self.page.url} at {width} px, {scheme}"
            # A width that was looked at in other colours is laid out alike: running every rule again tells no more.
            only = (
                {"type": "rule", "values": COLOUR_RULES}
                if width in laid_out
                else {"type": "tag", "values": TAGS}
            )
            laid_out.add(width)
            self.complaints += [f"{where}: {one}" for one in self.page.evaluate(RUN, only)]
            if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                self.complaints.append(f"{where} scrolls sideways")
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.page.emulate_media(color_scheme="light")
