"""axe-core on every page that each role can walk to from his start page."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.browser.visitor import TWO_LOOKS, Visitor

Visit = Callable[..., Visitor]
# One of each role. The pages of one number or another are alike, so one of each pattern is looked at.
PEOPLE = ("Maria", "Jonas", "Lena", "Eva", "Anders", "Karin", "Nils", "Ida", "Ulf", "Siv", "Tor", "Maj")
MOST_PAGES = 25
NOT_PAGES = re.compile(r"/dokument/|\.csv$|\.xlsx$|/api/|^/static/|logga-ut")
KEYS = re.compile(r"(?<=/)([A-Z]+-[\d-]+|SE\d+-\w+|\d+)(?=/)")

seen_by_anyone: set[tuple[str, str]] = set()


def pattern_of(path: str) -> str:
    return KEYS.sub("*", path)


@pytest.mark.parametrize("given", PEOPLE)
def test_axe_finds_nothing_on_the_pages_of(visit: Visit, given: str) -> None:
    visitor = visit(given)
    page, waiting, patterns = visitor.page, ["/"], {"/"}
    looked_at = 0
    while waiting and looked_at < MOST_PAGES:
        answer = page.goto(waiting.pop(0))
        assert answer is not None
        assert answer.status == 200, f"{page.url} as {given}: {answer.status}"
        heading = page.locator("h1").first.inner_text()
        key = (pattern_of(urlsplit(page.url).path), re.sub(r"[\d-]+|\b[A-ZÅÄÖ]\S+", "", heading))
        # The same page looks the same to the next person; what differs by role has another heading or address.
        if key not in seen_by_anyone or key[0] == "/":
            seen_by_anyone.add(key)
            looked_at += 1
            visitor.check(TWO_LOOKS)
        for address in page.eval_on_selector_all("a[href]", "links => links.map(one => one.href)"):
            path = urlsplit(address)
            if not address.startswith(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2]):
                continue
            pattern = pattern_of(path.path)
            if pattern not in patterns and not NOT_PAGES.search(path.path):
                patterns.add(pattern)
                waiting.append(path.path)


@pytest.mark.parametrize(
    "path",
    ["/ordlista/", "/tillganglighet/", "/kortkommandon/", "/bilaga/", "/konto/logga-in/", "/finns-inte/"],
)
def test_axe_finds_nothing_before_sign_in(visit: Visit, path: str) -> None:
    visitor = visit()
    visitor.page.goto(path)
    visitor.check(TWO_LOOKS)
