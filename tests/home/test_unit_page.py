"""A unit's page, Tänk om, one's own page, and the menu."""

import pytest

from portal.core import clock
from portal.core.units.models import UnitFigures
from tests.home.steps import DAY, checked, count, delivered, submitted, text_of
from tests.pages import as_user
from tests.world import World, assign, give_contract, give_figures, line, make_unit


def test_units_of_others_are_not_found(world: World) -> None:
    client = as_user(world.head)
    assert client.get(f"/enheter/{world.unit.hsa_id}/").status_code == 200
    assert client.get(f"/enheter/{world.other_unit.hsa_id}/").status_code == 404
    assert as_user(world.coordinator).get(f"/enheter/{world.other_unit.hsa_id}/").status_code == 200
    assert as_user(world.administrator).get(f"/enheter/{world.unit.hsa_id}/").status_code == 404


def test_what_if_reckons_with_other_figures_and_keeps_nothing(world: World) -> None:
    client = as_user(world.head)
    page = text_of(client.get(f"/enheter/{world.unit.hsa_id}/", {"personal": "20", "listade": "2443"}))
    assert "Så här skulle det se ut." in page
    assert "<b>0</b> av 20" in page
    assert "Inget har sparats." in page
    assert UnitFigures.objects.get(unit=world.unit).care_staff == 18
    wrong = client.get(f"/enheter/{world.unit.hsa_id}/", {"personal": "-1"})
    assert wrong.status_code == 422
    old = text_of(client.get(f"/enheter/{world.unit.hsa_id}/", {"dag": "2019-01-01"}))
    assert "ingen bilaga som gäller den dagen" in old


def test_what_if_tells_how_it_stood_on_a_past_day(world: World) -> None:
    today = clock.today()
    UnitFigures.objects.filter(unit=world.unit).update(valid_to=today - 10 * DAY)
    give_figures(
        world.unit, 9, 2043, by=world.head, verified_by=world.coordinator, valid_from=today - 9 * DAY
    )
    client = as_user(world.head)
    assert "av 9 " in text_of(client.get(f"/enheter/{world.unit.hsa_id}/"))
    then = text_of(client.get(f"/enheter/{world.unit.hsa_id}/", {"dag": (today - 12 * DAY).isoformat()}))
    assert "av 18 " in then


def test_a_branch_stands_as_its_main_unit(world: World) -> None:
    branch = make_unit(world.region, world.unit.provider, "E009", "Filialen", parent=world.unit)
    page = text_of(as_user(world.head).get(f"/enheter/{branch.hsa_id}/"))
    assert "Filial till" in page
    assert "<b>0</b> av 18" in page


def test_a_programme_without_listing_has_one_limit(world: World) -> None:
    unit = make_unit(world.region, world.unit.provider, "E010", "Samtalet")
    give_contract(unit, "psykisk-halsa")
    give_figures(unit, 7, 0, by=world.head, verified_by=world.coordinator)
    page = text_of(as_user(world.coordinator).get(f"/enheter/{unit.hsa_id}/"))
    assert "av 7 " in page
    assert "har ingen listning" in page
    assert "Den lägre gränsen gäller" not in page


def test_my_own_page_tells_roles_and_periods(world: World) -> None:
    assign(world.head, "SUPERUSER", unit=world.other_unit, valid_from=clock.today() + 30 * DAY)
    page = text_of(as_user(world.head).get("/mina-uppgifter/"))
    assert "Maria Lindqvist" in page
    assert "Kommande" in page
    assert "Gäller nu" in page


def nav_of(user) -> dict[str, int]:
    response = as_user(user).get("/mina-uppgifter/")
    return {item.label: item.count for item in response.context["page_nav"].items}


def test_the_menu_follows_the_roles_with_what_waits(world: World, at) -> None:
    submitted(world, at=at)
    checked(world, at=at)
    assert nav_of(world.head) == {
        "Start": 0,
        "Beställ": 0,
        "Beställningar": 2,
        "Utrustning": 0,
        "Enhetens uppgifter": 0,
        "Samverkan": 0,
        "Drift och ändringar": 0,
    }
    assert "Beställ" not in nav_of(world.contact)
    coordinator = nav_of(world.coordinator)
    assert coordinator["Granskning"] == 1
    assert {"Uppgifter", "Samverkan", "Enheter", "Bilagan"} <= set(coordinator)
    assert nav_of(world.manager)["Attest"] == 1
    assert nav_of(world.reviewer) == {"Start": 0, "Logg": 0}
    assert nav_of(world.administrator) == {"Start": 0, "Administration": 0, "Webhookar": 0}
    assert nav_of(world.nobody) == {"Start": 0}


@pytest.mark.parametrize(
    "role",
    ["head", "contact", "superuser", "coordinator", "manager", "delivery", "it_coordinator", "editor", "controller",
     "reviewer", "administrator"],
)  # fmt: skip
def test_every_entry_of_the_menu_opens(world: World, role: str) -> None:
    client = as_user(world.people[role])
    nav = client.get("/utrustning/").context["page_nav"]
    for item in (*nav.items, *nav.beside):
        assert client.get(item.url).status_code == 200, item.url


def test_the_region_reads_of_the_unit_and_the_unit_of_itself(world: World) -> None:
    path = f"/enheter/{world.unit.hsa_id}/"
    assert "Enheten kan beställa" in text_of(as_user(world.coordinator).get(path))
    assert "Ni kan beställa" in text_of(as_user(world.head).get(path))


@pytest.mark.parametrize("role", ["head", "coordinator"])
def test_a_units_page_costs_a_constant_number_of_queries(world: World, at, role: str) -> None:
    path = f"/enheter/{world.unit.hsa_id}/"
    delivered(world, ("A1",), line(), at=at)
    once = count(world.people[role], path)
    for serial in ("A2", "A3"):
        delivered(world, (serial,), line(), at=at)
    assert count(world.people[role], path) == once
    assert once <= 20
