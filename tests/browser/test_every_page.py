"""axe-core on every page that each role can walk to from his start page."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import pytest

from inventory.incidents.models import Incident
from inventory.returns.models import Handover, ReturnCase
from inventory.rounds.models import RoundUnit
from portal.core import clock
from portal.core.people.models import User
from portal.core.units.models import Region
from portal.notices.models import Kind, Notice, State, WebhookDelivery, WebhookEndpoint
from tests.browser.visitor import TWO_LOOKS, Visitor
from tests.fixtures.live import LivePortal

Visit = Callable[..., Visitor]
# One of each role. The pages of one number or another are alike, so one of each pattern is looked at.
PEOPLE = ("Maria", "Jonas", "Lena", "Eva", "Anders", "Karin", "Nils", "Ida", "Ulf", "Siv", "Tor", "Maj")
MOST_PAGES = 60
NOT_PAGES = re.compile(r"/dokument/|/bilder/\d|\.(csv|xlsx|ics|atom|pdf)$|/html/$|/api/|^/static/|logga-ut")
# What the links must lead to, beside the start page: rooms that one could forget to open a door to.
LEADS_TO = {
    "Maria": {
        "/drift/",
        "/drift/prenumerera/",
        "/mina-uppgifter/aviseringar/",
        "/inventering/*/*/",
        "/incidenter/*/",
        "/lan/",
        "/aterlamning/*/",
        "/flyttar/*/",
        "/natverkskontakt/",
    },
    "Jonas": {"/drift/", "/drift/prenumerera/", "/inventering/*/*/", "/incidenter/ny/"},
    "Eva": {
        "/drift/",
        "/drift/nytt/",
        "/drift/mallar/",
        "/enheter/*/tjanster/",
        "/inventering/*/",
        "/inventering/*/avvikelser/",
        "/inventering/ny/",
        "/inventering/scheman/*/",
        "/incidenter/*/",
        "/debiteringar/",
        "/debiteringar/*/",
        "/aterlamning/*/",
        "/flyttar/*/",
        "/natverkskontakt/okand/*/",
        "/utrustning/vyer/",
    },
    "Nils": {
        "/aterlamning/*/overlamning/*/",
        "/utrustning/lager/",
        "/utrustning/import/*/",
        "/natverkskontakt/ladda-upp/",
    },
    "Ida": {
        "/drift/nytt/",
        "/drift/mallar/",
        "/drift/mallar/*/",
        "/drift/*/mottagare/",
        "/webhooks/*/",
        "/webhooks/ny/",
    },
    "Ulf": {"/drift/nytt/"},
    "Maj": {"/administration/jobb/", "/webhooks/"},
}
KEYS = re.compile(r"(?<=/)([A-Z]+-[\d-]+|SE\d+-\w+|\d+)(?=/)")

seen_by_anyone: set[tuple[str, str]] = set()


@pytest.fixture(scope="module")
def numbered(
    demo_portal: LivePortal, django_db_blocker: pytest.FixtureRequest
) -> Mapping[str, tuple[str, ...]]:
    """Pages of one notice or another that differ by its kind, by given name. The demo has them all but a webhook, which
    would call someone; this one is for a kind that nobody publishes here."""
    with django_db_blocker.unblock():
        ida = User.objects.get(given_name="Ida", family_name="Berg")
        webhook = {"region": Region.objects.get(), "created_by": ida, "created_at": clock.now()}
        endpoint = WebhookEndpoint.objects.create(
            name="Ärendesystemet",
            url="https://example.se/krok",
            secret="whsec_x",
            kinds=[Kind.CHANGE],
            **webhook,
        )
        WebhookDelivery.objects.create(
            endpoint=endpoint, webhook_id="x", event="webhook.test", body="{}", created_at=clock.now()
        )
        draft = Notice.objects.filter(state=State.DRAFT).earliest("pk").number
        outage, work, change = (
            Notice.objects.open().filter(kind=kind).earliest("pk").number
            for kind in (Kind.OUTAGE, Kind.MAINTENANCE, Kind.CHANGE)
        )
        counting, reviewing, rooms = _rooms()
    three = tuple(f"/drift/{number}/" for number in (outage, work, change))
    updated = tuple(f"/drift/{number}/uppdatera/" for number in (outage, work))
    drafted = f"/drift/{draft}/andra/", f"/drift/{draft}/granska/"
    return {
        "Maria": (*three, counting),
        "Jonas": three,
        "Nils": rooms,
        "Ida": (*three, *drafted, *updated, f"/drift/{change}/mottagare/"),
        "Eva": (*three, "/samordning/adresser/", reviewing, *rooms),
    }


def _rooms() -> tuple[str, str, tuple[str, ...]]:
    """In the rooms of the inventory: a unit's answer with two answers that differ, one with deviations to review, and
    for those who work for the region a theft, a return of everything and a handover that waits for a signature."""
    answers = RoundUnit.objects.filter(round__state="OPEN").select_related("round", "unit").order_by("pk")
    counting = answers.filter(conflicts__gt=0)[0]
    reviewing = answers.filter(undecided__gt=0)[0]
    leaving = ReturnCase.objects.open().get(reason=ReturnCase.Reason.CONTRACT_END)
    waiting = Handover.objects.get(case=leaving, received_at=None)
    theft = Incident.objects.get(kind="THEFT")
    case = f"/aterlamning/{leaving.number}/"
    at_units = (f"/inventering/{one.round.number}/{one.unit.hsa_id}/" for one in (counting, reviewing))
    rooms = (f"/incidenter/{theft.number}/", case, f"{case}overlamning/{waiting.ordinal}/")
    return (*at_units, rooms)


def pattern_of(path: str) -> str:
    return KEYS.sub("*", path)


@pytest.mark.parametrize("given", PEOPLE)
def test_axe_finds_nothing_on_the_pages_of(
    visit: Visit, numbered: Mapping[str, tuple[str, ...]], given: str
) -> None:
    visitor = visit(given)
    page, waiting, patterns = visitor.page, ["/", *numbered.get(given, ())], {"/"}
    looked_at = 0
    while waiting:
        assert looked_at < MOST_PAGES, f"{given} comes to one page after another: {waiting}"
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
    assert patterns >= LEADS_TO.get(given, set())


@pytest.mark.parametrize(
    "path",
    [
        "/ordlista/",
        "/tillganglighet/",
        "/kortkommandon/",
        "/bilaga/",
        "/konto/logga-in/",
        "/finns-inte/",
        "/status/",
        "/demo/",
        "/demo/post/",
    ],
)
def test_axe_finds_nothing_before_sign_in(visit: Visit, path: str) -> None:
    visitor = visit()
    visitor.page.goto(path)
    visitor.check(TWO_LOOKS)
