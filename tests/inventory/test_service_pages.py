"""The page of a unit's services, and the same through the API."""

from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inventory.actions.services import end_service, register_service
from inventory.models import UnitService
from portal.core import clock
from tests.api.conftest import token_client
from tests.pages import as_user
from tests.world import START, World

DAY = timedelta(days=1)


def address(world: World) -> str:
    return f"/enheter/{world.unit.hsa_id}/tjanster/"


def register(world: World, item_code: str, valid_from: date = START, unit=None) -> UnitService:
    return register_service(
        unit=unit or world.unit,
        item_code=item_code,
        valid_from=valid_from,
        by=world.coordinator,
        at=clock.now(),
    )


def end(world: World, service: UnitService, valid_to: date) -> None:
    end_service(service=service, valid_to=valid_to, by=world.coordinator, at=clock.now())


def told(response) -> list[str]:
    return [str(one) for one in get_messages(response.wsgi_request)]


@pytest.fixture
def coordinator(world: World) -> Client:
    return as_user(world.coordinator)


def test_what_is_what_was_and_what_will_be(world: World, coordinator: Client) -> None:
    today = clock.today()
    register(world, "support")
    end(world, register(world, "wan-connection"), today + DAY)
    end(world, register(world, "access-point"), today - DAY)
    register(world, "access-point", today + 5 * DAY)
    page = coordinator.get(address(world))
    assert [one.item_code for one, _ in page.context["now"]] == ["support", "wan-connection"]
    assert [one.item_code for one, _ in page.context["later"]] == ["access-point"]
    assert [one.item_code for one in page.context["over"]] == ["access-point"]
    text = page.content.decode()
    for words in ("Gäller nu", "Kommande", "Tidigare", "Slutar", "WAN-förbindelse"):
        assert words in text


def test_the_unit_reads_but_changes_nothing(world: World) -> None:
    register(world, "support")
    for name in ("head", "contact", "superuser"):
        client = as_user(world.people[name])
        text = client.get(address(world)).content.decode()
        assert "Support" in text
        assert "Lägg till" not in text
        assert "Avsluta" not in text
        assert client.post(address(world), {"gor": "ingar"}).status_code == 403
    assert as_user(world.other_head).get(address(world)).status_code == 404
    assert UnitService.objects.count() == 1


def test_one_more_is_added(world: World, coordinator: Client) -> None:
    given = {"gor": "lagg-till", "item_code": "user-account", "valid_from": "2026-02-01"}
    done = coordinator.post(address(world), given)
    assert (done.status_code, done.url) == (302, address(world))
    service = UnitService.objects.get()
    assert (service.item_code, service.valid_from) == ("user-account", date(2026, 2, 1))
    assert told(done) == ["Registrerat för enheten: användarkonto."]
    assert '<option value="user-account"' not in coordinator.get(address(world)).content.decode()


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"item_code": "", "valid_from": "2026-02-01"}, "item_code", "Välj en tjänst i listan."),
        ({"item_code": "base-package", "valid_from": "2026-02-01"}, "item_code", "Välj en annan"),
        ({"item_code": "support", "valid_from": "i dag"}, "valid_from", "Skriv datumet"),
        ({"item_code": "support", "valid_from": "1999-12-31"}, "valid_from", "från år 2000"),
    ],
)
def test_faults_stand_at_their_fields(
    world: World, coordinator: Client, given: dict, field: str, sentence: str
) -> None:
    answer = coordinator.post(address(world), {"gor": "lagg-till", **given})
    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors[field][0]
    assert sentence in answer.content.decode()
    assert not UnitService.objects.exists()


def test_what_meets_another_period_is_told_at_the_service(world: World, coordinator: Client) -> None:
    today = clock.today()
    end(world, register(world, "support"), today + 5 * DAY)
    answer = coordinator.post(
        address(world), {"gor": "lagg-till", "item_code": "support", "valid_from": today.isoformat()}
    )
    assert answer.status_code == 422
    assert "redan tjänsten" in answer.context["form"].errors["item_code"][0]


def test_one_is_ended(world: World, coordinator: Client) -> None:
    service, last = register(world, "support"), clock.today() + 3 * DAY
    given = {"gor": "avsluta", "tjanst": service.pk, f"slut-{service.pk}-valid_to": last.isoformat()}
    done = coordinator.post(address(world), given)
    assert (done.status_code, done.url) == (302, address(world))
    service.refresh_from_db()
    assert (service.valid_to, service.ended_by) == (last, world.coordinator)
    assert told(done) == ["Sista dagen är satt för support."]


def test_an_end_that_cannot_be_is_told_in_its_own_form(world: World, coordinator: Client) -> None:
    service = register(world, "support", date(2026, 5, 1))
    given = {"gor": "avsluta", "tjanst": service.pk, f"slut-{service.pk}-valid_to": "2026-04-30"}
    answer = coordinator.post(address(world), given)
    assert answer.status_code == 422
    assert "före första dagen" in answer.context["ending"].errors["valid_to"][0]
    assert '<details class="avsluta" open>' in answer.content.decode()


def test_what_has_ended_in_the_meantime_is_told(world: World, coordinator: Client) -> None:
    service = register(world, "support")
    end(world, service, clock.today() - DAY)
    given = {"gor": "avsluta", "tjanst": service.pk, f"slut-{service.pk}-valid_to": "2026-11-01"}
    assert told(coordinator.post(address(world), given)) == ["Tjänsten är redan avslutad."]


@pytest.mark.parametrize("key", ["", "x", "0", "999999999999999999999"])
def test_only_the_units_own_are_ended(world: World, coordinator: Client, key: str) -> None:
    service = register(world, "support", unit=world.other_unit)
    for wanted in (key, str(service.pk)):
        given = {"gor": "avsluta", "tjanst": wanted, f"slut-{wanted}-valid_to": "2026-11-01"}
        assert coordinator.post(address(world), given).status_code == 404
    service.refresh_from_db()
    assert service.valid_to is None


def test_all_that_is_included_is_added(world: World, coordinator: Client) -> None:
    register(world, "support")
    page = coordinator.get(address(world))
    assert "support" not in page.context["included_lacking"]
    assert "accesspunkt" in page.context["included_lacking"]
    done = coordinator.post(address(world), {"gor": "ingar"})
    assert done.status_code == 302
    assert "accesspunkt" in told(done)[0]
    assert UnitService.objects.filter(unit=world.unit).count() == 8
    page = coordinator.get(address(world))
    assert page.context["included_lacking"] == []
    again = coordinator.post(address(world), {"gor": "ingar"})
    assert told(again)[-1] == "Enheten har redan allt som ingår."


def test_without_an_appendix_the_page_says_so(world: World, coordinator: Client) -> None:
    world.appendix.valid_to = clock.today() - DAY
    world.appendix.save(update_fields=["valid_to"])
    assert "ingen bilaga" in coordinator.get(address(world)).content.decode()
    assert coordinator.post(address(world), {"gor": "lagg-till"}).status_code == 404


@pytest.mark.parametrize("name", ["head", "coordinator"])
def test_the_pages_cost_a_constant_number_of_queries(world: World, name: str) -> None:
    client = as_user(world.people[name])

    def cost(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    paths = (address(world), f"/enheter/{world.unit.hsa_id}/")
    register(world, "support")
    once = [cost(path) for path in paths]
    register(world, "access-point")
    register(world, "e-learning", clock.today() + DAY)
    assert [cost(path) for path in paths] == once
    assert once[0] <= 10


def test_a_name_with_its_capital_second_is_written_so(world: World, coordinator: Client) -> None:
    assert (
        '<option value="siths-card">eTjänstekort (SITHS)</option>'
        in coordinator.get(address(world)).content.decode()
    )
    register(world, "siths-card")
    for path in (address(world), f"/enheter/{world.unit.hsa_id}/"):
        text = coordinator.get(path).content.decode()
        assert "eTjänstekort (SITHS)" in text
        assert "ETjänstekort" not in text


def test_the_units_page_lists_what_it_has_now(world: World) -> None:
    register(world, "record-system", date(2026, 3, 1))
    end(world, register(world, "access-point"), clock.today() - DAY)
    path = f"/enheter/{world.unit.hsa_id}/"
    for name, words in (("head", "Alla tjänster"), ("coordinator", "Ändra tjänster")):
        text = as_user(world.people[name]).get(path).content.decode().replace("\N{NO-BREAK SPACE}", " ")
        assert "Journalsystemet Cosmic" in text
        assert "sedan 1 mars 2026" in text
        assert words in text
        assert f'href="{address(world)}"' in text
        assert "Accesspunkt" not in text


def test_the_api_tells_the_same(world: World) -> None:
    today = clock.today()
    register(world, "support")
    end(world, register(world, "access-point"), today - DAY)
    register(world, "support", unit=world.other_unit)
    path = f"/api/v1/units/{world.unit.hsa_id.lower()}/services/"
    rows = token_client(world.head).get(path).json()["results"]
    assert [row["item"] for row in rows] == ["access-point", "support"]
    ended, lasting = rows
    assert (ended["valid_to"], ended["ended_by"]["hsa_id"]) == (
        (today - DAY).isoformat(),
        world.coordinator.hsa_id,
    )
    assert {
        name: lasting[name] for name in ("name", "kind", "valid_from", "valid_to", "ended_at", "unit")
    } == {
        "name": "support",
        "kind": "SERVICE",
        "valid_from": START.isoformat(),
        "valid_to": None,
        "ended_at": None,
        "unit": {"hsa_id": world.unit.hsa_id, "name": world.unit.name},
    }
    now = token_client(world.coordinator).get(path, {"on": today.isoformat()}).json()["results"]
    assert [row["item"] for row in now] == ["support"]
    assert token_client(world.other_head).get(path).status_code == 404
    assert token_client(world.head).get(path, {"on": "i dag"}).status_code == 400


def test_the_api_costs_a_constant_number_of_queries(world: World) -> None:
    client, path = token_client(world.head), f"/api/v1/units/{world.unit.hsa_id}/services/"

    def cost() -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    end(world, register(world, "support"), clock.today())
    once = cost()
    for code in ("access-point", "e-learning"):
        end(world, register(world, code), clock.today())
    assert cost() == once
