"""The log to read: plain Swedish, filters, the chain's state."""

import pytest
from django.urls import reverse

from orders.words import KINDS as ORDER_KINDS
from portal.core import clock
from portal.core.audit.actions import record
from portal.core.audit.models import AuditEvent
from portal.core.audit.words import words_of
from portal.core.outbox.actions import dispatch_next
from portal.core.outbox.models import Message
from portal.core.units.models import Region
from tests.orders.making import checked, queries_of
from tests.world import NOW, World, assign, line, make_person

PAGE = reverse("home:log")


@pytest.fixture
def reviewer(client, world: World):
    client.force_login(world.reviewer)
    return client


def rows(answer) -> int:
    return answer.content.decode().count('class="k-order')


def test_every_kind_in_the_log_has_words(world: World) -> None:
    checked(world, line())
    for kind in [*AuditEvent.objects.values_list("kind", flat=True), *ORDER_KINDS]:
        assert words_of(kind).title != kind


def test_it_reads_as_swedish_latest_first(reviewer, world: World) -> None:
    order = checked(world, line())
    page = reviewer.get(PAGE).content.decode()
    assert page.index("Granskade beställningen") < page.index("Skickade beställningen")
    assert f"Beställning {order.number}" in page
    assert "Eva Holm" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "Holm"}, 1),
        ({"q": "P001"}, 1),
        ({"q": "B-2026"}, 2),
        ({"enhet": "strand"}, 2),
        ({"enhet": "norrvik"}, 0),
        ({"handling": "order.checked"}, 1),
        ({"handling": "påhittad"}, 3),
        ({"fran": "2026-11-18", "till": "2026-11-18"}, 3),
        ({"fran": "2026-11-19"}, 0),
        ({"fran": "i går", "q": "\x00"}, 3),
        ({"q": "%'\"<b>"}, 0),
    ],
)
def test_filters(reviewer, world: World, query, found) -> None:
    checked(world, line())
    assert rows(reviewer.get(PAGE, query)) == found


def test_paged_by_number(reviewer, world: World) -> None:
    for number in range(60):
        record("order.drafted", by=world.head, at=NOW, subject=("order", f"B-2026-{number:04}"))
    first = reviewer.get(PAGE)
    assert rows(first) == 50
    assert len(first.content) <= 40_000
    key = first.context["page"].next
    assert rows(reviewer.get(PAGE, {"efter": key})) == AuditEvent.objects.count() - 50
    assert queries_of(lambda: reviewer.get(PAGE)) <= 10


def test_the_chain_is_verified_by_the_worker_and_the_result_is_in_the_log(reviewer, world: World) -> None:
    checked(world, line())
    assert "inte kontrollerats" in reviewer.get(PAGE).content.decode()
    Message.objects.all().delete()
    reviewer.post(PAGE)
    reviewer.post(PAGE)
    assert "Kedjan kontrolleras" in reviewer.get(PAGE).content.decode()
    while dispatch_next(clock.now()):
        pass
    made = AuditEvent.objects.filter(kind="log.verified")
    assert 1 <= made.count() <= 2
    assert made.first().after == {"rows": 3, "faults": [], "count": 0}
    assert "Kedjan är hel." in reviewer.get(PAGE).content.decode()


def test_run_twice_it_writes_once(world: World) -> None:
    from portal.core.units.verifying import verify_log

    for _ in range(2):
        verify_log({"user": world.reviewer.pk, "asked": "2026-11-20T12:00"}, NOW)
    assert AuditEvent.objects.filter(kind="log.verified").count() == 1


@pytest.mark.parametrize("name", ["head", "coordinator", "manager", "delivery", "administrator", "nobody"])
def test_other_roles_are_turned_away(client, world: World, name) -> None:
    client.force_login(getattr(world, name))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE).status_code == 403


def test_another_regions_units_are_not_in_it(client, world: World) -> None:
    checked(world, line())
    elsewhere = Region.objects.create(code="annan", name="Annan", county_code="07", asset_prefix="X")
    stranger = make_person("X001", "Annan", "Ort")
    assign(stranger, "LOG_REVIEWER", region=elsewhere)
    client.force_login(stranger)
    assert "Strandporten" not in client.get(PAGE).content.decode()


def test_what_concerns_no_unit_is_read_in_the_region_of_whoever_did_it(client, world: World) -> None:
    elsewhere = Region.objects.create(code="annan", name="Annan", county_code="07", asset_prefix="X")
    stranger = make_person("X001", "Annan", "Ort")
    assign(stranger, "LOG_REVIEWER", region=elsewhere)
    for by, name in ((world.coordinator, "D-2026-0001"), (stranger, "D-2026-0002"), (None, "D-2026-0003")):
        record("notice.published", by=by, at=NOW, subject=("notice", name))
    record("notice.published", by=world.nobody, at=NOW, subject=("notice", "D-2026-0004"))
    for person, seen in ((world.reviewer, "134"), (stranger, "234")):
        client.force_login(person)
        page = client.get(PAGE).content.decode()
        assert [one for one in "1234" if f"D-2026-000{one}" in page] == list(seen)
