"""The list of units: Swedish order, filters, what is over a cap, and that it costs the same for one as for many."""

import pytest
from django.urls import reverse

from inventory.models import Asset
from orders.assessing import assess_content
from orders.content import OrderContent
from orders.queries.standing import units_over
from portal.core import clock
from portal.core.units.models import CareUnit, Provider, Region
from tests.orders.making import queries_of, sent
from tests.world import World, assign, give_contract, give_figures, line, make_person, make_unit

PAGE = reverse("units:list")


@pytest.fixture
def coordinator(client, world: World):
    client.force_login(world.coordinator)
    return client


def put(unit: CareUnit, pieces: int, item: str = "base-package", kind: str = "BASE_PACKAGE") -> None:
    Asset.objects.bulk_create(
        Asset(
            asset_number=f"T-{unit.pk}-{number}",
            item_code=item,
            item_name=item,
            kind=kind,
            model_name="x",
            unit=unit,
            acquired_on="2026-01-02",
        )
        for number in range(pieces)
    )


def test_in_swedish_order_with_head_figures_and_contract(coordinator, world: World) -> None:
    provider = Provider.objects.get()
    for number, name in enumerate(("Ölands vård", "Ängens vård", "Åsens vård", "zz-vård"), start=3):
        make_unit(world.region, provider, f"E00{number}", name)
    page = coordinator.get(PAGE).content.decode()
    names = ("Hälsocentralen", "Norrviks", "zz-vård", "Åsens", "Ängens", "Ölands")
    places = [page.index(name) for name in names]
    assert places == sorted(places)
    assert "Maria Lindqvist" in page
    assert "2\N{NO-BREAK SPACE}043" in page
    assert page.count("Uppgifter saknas") == 4


def test_over_the_cap_is_told_and_found(coordinator, world: World) -> None:
    put(world.unit, 20)
    branch = make_unit(world.region, Provider.objects.get(), "E009", "Filialen", parent=world.unit)
    assert units_over([world.unit, world.other_unit, branch], clock.today()) == {
        world.unit.pk: "2 grundpaket",
        branch.pk: "2 grundpaket",
    }
    page = coordinator.get(PAGE, {"over": "on"}).content.decode()
    assert page.count("2 grundpaket över taket") == 2
    assert "Norrviks" not in page


def test_it_agrees_with_the_rules_asked_one_by_one(world: World) -> None:
    """The facts gathered for many are those gathered for one."""
    from entitlements.rules.limits import entitlement

    put(world.unit, 17)
    sent(world, line())
    CareUnit.objects.filter(pk=world.unit.pk).update(parent=None)
    world.unit.figures.update(care_staff=16)
    on = clock.today()
    assessed = assess_content(world.unit, OrderContent(), on)
    over = sum(one.over for one in entitlement(assessed.facts, assessed.appendix))
    assert units_over([world.unit], on) == {world.unit.pk: f"{over} grundpaket"}
    assert over == 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "strandp"}, 1),
        ({"q": "E002"}, 1),
        ({"q": "%"}, 0),
        ({"kommun": "0885"}, 1),
        ({"vardval": "halsoval"}, 2),
        ({"vardval": "psykisk-halsa"}, 0),
        ({"kommun": "<b>", "q": "\x00"}, 2),
        ({"efter": "WyJhIiwxXQ"}, 2),
    ],
)
def test_filters(coordinator, world: World, query, found) -> None:
    answer = coordinator.get(PAGE, query)
    assert answer.status_code == 200
    assert answer.content.decode().count('class="k-order') == found


def test_queries_do_not_grow_and_fifty_are_light(coordinator, world: World) -> None:
    coordinator.get(PAGE)
    few = queries_of(lambda: coordinator.get(PAGE))
    provider = Provider.objects.get()
    for number in range(60):
        unit = make_unit(world.region, provider, f"F{number:03}", f"Vårdenheten i by nummer {number}")
        give_contract(unit)
        give_figures(unit, 12, 1500, by=world.head, verified_by=world.coordinator)
    assert queries_of(lambda: coordinator.get(PAGE)) == few
    assert len(coordinator.get(PAGE).content) <= 40_000


@pytest.mark.parametrize("name", ["head", "contact", "administrator", "reviewer", "nobody"])
def test_other_roles_are_turned_away(client, world: World, name) -> None:
    client.force_login(getattr(world, name))
    assert client.get(PAGE).status_code == 403


def test_another_region_sees_its_own_only(client, world: World) -> None:
    elsewhere = Region.objects.create(code="annan", name="Annan", county_code="07", asset_prefix="X")
    stranger = make_person("X001", "Annan", "Ort")
    assign(stranger, "COORDINATOR", region=elsewhere)
    client.force_login(stranger)
    assert "Strandporten" not in client.get(PAGE).content.decode()
