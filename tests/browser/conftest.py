"""The demo region behind a real gunicorn and a real worker, and a real Chromium in front of it."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.visitor import Visitor
from tests.fixtures.live import LivePortal, LiveWorker
from tests.fixtures.servers import Servers

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
FLAGS += ["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def demo_portal(
    _live_portal: LivePortal, servers: Servers, django_db_blocker: pytest.FixtureRequest
) -> Iterator[LivePortal]:
    """The demo's year of history, committed once for these tests and cleared after them."""
    from portal.core import clock
    from portal.home.demo.load import load_demo

    worker = LiveWorker(servers)
    with django_db_blocker.unblock():
        try:
            load_demo(at=clock.now())
            worker.start()
            yield _live_portal
        finally:
            # Whatever became of these tests, the others begin with an empty database.
            worker.stop()
            call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, which Django would otherwise take for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(chromium: Browser, demo_portal: LivePortal) -> Iterator[Callable[..., Visitor]]:
    """``visit("Maria")`` signs in by the demo's page in a browser of her own. Script errors and breaches of the
    content policy fail the test."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def open_browser(given: str = "", **more: object) -> Visitor:
        context = chromium.new_context(
            **{
                "base_url": demo_portal.url,
                "reduced_motion": "reduce",
                "locale": "sv-SE",
                "timezone_id": "Europe/Stockholm",
                **more,
            }
        )
        contexts.append(context)
        visitor = Visitor(context.new_page())
        visitors.append(visitor)
        if given:
            visitor.sign_in(given)
        return visitor

    yield open_browser
    complaints = [complaint for visitor in visitors for complaint in visitor.complaints]
    for context in contexts:
        context.close()
    assert complaints == [], "\n".join(complaints)
