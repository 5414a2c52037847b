"""The overview: numbers exactly right on a small scene, for those who follow the region, at a constant cost."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client

from inventory.models import Asset
from inventory.rounds.models import InventoryRound, RoundUnit
from portal.core import clock
from portal.core.units.models import Programme, Region
from portal.home.dashboards.charts import Bar, bar_chart, share
from portal.home.dashboards.queries.equipment import quarters_from
from tests.home.steps import count, text_of
from tests.inventory.listing import numbers_in, plain
from tests.pages import as_user
from tests.rounds.rounding import opened
from tests.world import NOW, World, assign, give_contract, make_person, make_unit

PATH = "/oversikt/"
DAY = timedelta(days=1)


def board(page: str, key: str) -> str:
    """The panel by its key."""
    return page.split(f'id="h-{key}"', 1)[1].split("</section>", 1)[0]


def table(page: str, key: str) -> dict[str, list[str]]:
    """The panel's table: the numbers of each row by its label."""
    body = board(page, key).split("<tbody>", 1)[1].split("</tbody>", 1)[0]
    rows = {}
    for row in body.split("<tr>")[1:]:
        plain_cells = [
            unescape(re.sub(r"<span class=\"ds-sr-only\">.*?</span>|<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<t[hd][^>]*>.*?</t[hd]>", row)
        ]
        rows[plain_cells[0]] = plain_cells[1:]
    return rows


def links(page: str, key: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'<td[^>]*><a href="([^"]+)"', board(page, key))]


def seen_by(user: object, **query: str) -> str:
    return text_of(as_user(user).get(PATH, query))


def computer(world: World, number: int, **more: object) -> Asset:
    values = {"item_code": "base-package", "item_name": "grundpaket", "kind": "BASE_PACKAGE", **more}
    return plain(values.pop("unit", world.unit), number, **values)


@pytest.fixture
def scene(world: World) -> World:
    """Pieces of three years in several states, with planned replacements, at two units in two municipalities."""
    today = clock.today()
    year = today.year
    whole = plain(world.unit, 1, acquired_on=date(year - 5, 3, 1), replacement_due=today - DAY)
    plain(world.unit, 2, acquired_on=date(year - 5, 4, 1), replacement_due=today)
    plain(
        world.unit, 3, acquired_on=date(year - 2, 1, 1), replacement_due=today - 400 * DAY, state="IN_REPAIR"
    )
    plain(world.other_unit, 4, acquired_on=date(year - 2, 1, 1))
    plain(
        world.unit, 5, acquired_on=date(year - 5, 1, 1), state="MISSING", released_on=today,
        replacement_due=today - DAY,
    )  # fmt: skip
    plain(None, 6, acquired_on=date(year - 1, 1, 1), state="IN_STOCK", released_on=today, store=world.region)
    plain(world.unit, 7, part_of=whole, acquired_on=date(year - 5, 3, 1))
    return world


def test_age_states_and_replacement_are_exact(scene: World) -> None:
    page = seen_by(scene.coordinator)
    year = clock.today().year
    assert table(page, "alder") == {str(year - 5): ["2", "1"], str(year - 2): ["2", "1"]}
    assert table(page, "lagen") == {
        "I regionens lager": ["1"], "I bruk": ["3"], "På reparation": ["1"], "Saknas": ["1"],
    }  # fmt: skip
    due = table(page, "utbyte")
    assert due.pop("Redan passerat") == ["2"]
    assert due.pop("Inget datum satt") == ["1"]
    assert list(due.values()) == [["1"], ["0"], ["0"], ["0"], ["0"]]
    assert f"{year - 5}: 2, varav 1 förbi" in board(page, "alder")


def test_behind_each_number_is_the_list_that_it_counts(scene: World) -> None:
    client = as_user(scene.coordinator)
    page = text_of(client.get(PATH))

    def listed(address: str) -> list[int]:
        return sorted(numbers_in(client.get(address).content.decode()))

    assert [listed(one) for one in links(page, "alder")] == [[1, 2], [3, 4]]
    assert [listed(one) for one in links(page, "utbyte")] == [[1, 3], [2]]
    states = [one for one in links(page, "lagen") if "lager" not in one]
    assert [listed(one) for one in states] == [[1, 2, 4], [3], [5]]
    assert "/utrustning/lager/" in links(page, "lagen")
    assert "/utrustning/lager/" not in links(seen_by(scene.controller), "lagen")


def test_the_address_narrows_to_a_municipality_and_a_programme(scene: World) -> None:
    client = as_user(scene.coordinator)
    page = text_of(client.get(PATH, {"kommun": "0885"}))
    assert table(page, "lagen") == {"I bruk": ["1"]}
    (address,) = links(page, "lagen")
    assert numbers_in(client.get(address).content.decode()) == [4]
    assert table(seen_by(scene.coordinator, vardval="halsoval"), "lagen")["I bruk"] == ["3"]
    other = Programme.objects.exclude(code="halsoval").get(region=scene.region)
    empty = seen_by(scene.coordinator, vardval=other.code)
    assert "Ingen utrustning är registrerad." in board(empty, "lagen")
    third = make_unit(scene.region, scene.unit.provider, "E003", "Mottagningen")
    give_contract(third, other.code)
    plain(third, 8)
    page = text_of(client.get(PATH, {"vardval": other.code}))
    assert table(page, "lagen") == {"I bruk": ["1"]}
    assert numbers_in(client.get(links(page, "alder")[0]).content.decode()) == [8]
    assert table(seen_by(scene.coordinator, kommun="nej", vardval="'"), "lagen")["I bruk"] == ["4"]


def test_base_packages_against_the_caps(world: World) -> None:
    for n in range(19):
        computer(world, 100 + n)
    page = seen_by(world.coordinator)
    assert table(page, "tak") == {"Över taket": ["1"], "På taket": ["0"], "Plats kvar": ["1"]}
    assert "19 grundpaket, taket är 18" in board(page, "tak")
    assert f"/enheter/{world.unit.hsa_id}/" in board(page, "tak")
    Asset.objects.filter(asset_number="KLM-900100").update(state="MISSING", released_on=clock.today())
    page = seen_by(world.coordinator)
    assert table(page, "tak") == {"Över taket": ["0"], "På taket": ["1"], "Plats kvar": ["1"]}
    assert table(seen_by(world.coordinator, kommun="0885"), "tak")["Plats kvar"] == ["1"]


def test_computers_that_have_not_been_seen(world: World) -> None:
    today = clock.today()
    for number, days in ((1, 0), (2, 70), (3, 100), (4, 1000)):
        computer(world, number, acquired_on=today - 2000 * DAY, last_seen_on=today - days * DAY)
    computer(world, 5, unit=world.other_unit, acquired_on=today - 2000 * DAY)
    page = seen_by(world.it_coordinator)
    rows = table(page, "osedda")
    days = int(next(iter(rows)).split("–")[0]) - 1
    away = [70, 100, 1000, 2000]
    assert list(rows.values()) == [
        [str(sum(days < one <= 2 * days for one in away))],
        [str(sum(2 * days < one <= 4 * days for one in away))],
        [str(sum(one > 4 * days for one in away))],
        [str(sum(one > days for one in away))],
    ]
    assert list(table(seen_by(world.it_coordinator, kommun="0885"), "osedda").values())[-1] == ["1"]


def test_open_rounds_and_their_deviations(world: World) -> None:
    one = opened(world, world.unit, world.other_unit, title="Höst <b>2026</b>")
    RoundUnit.objects.filter(round=one, unit=world.unit).update(
        state="SIGNED", signings=1, signed_at=NOW, signed_by=world.head, undecided=3
    )
    page = seen_by(world.coordinator)
    (cells,) = table(page, "inventering").values()
    assert cells[:2] == ["2", "1"]
    assert cells[3] == "3"
    assert links(page, "inventering") == [f"/inventering/{one.number}/"]
    assert "<b>2026</b>" not in page
    assert "Höst &lt;b&gt;2026&lt;/b&gt;" in page
    assert table(page, "avvikelser")["Avvikelser i inventeringar"] == ["3"]
    (cells,) = table(seen_by(world.coordinator, kommun="0885"), "inventering").values()
    assert cells[:2] + cells[3:] == ["1", "0", "0"]
    InventoryRound.objects.update(state="CLOSED", closed_at=NOW, closed_by=world.coordinator)
    assert "Ingen inventering pågår." in board(seen_by(world.coordinator), "inventering")


def test_for_those_who_follow_the_region(world: World) -> None:
    for name in ("coordinator", "it_coordinator", "delivery", "manager", "controller"):
        assert 'href="/oversikt/"' in seen_by(world.people[name]), name
    for name in ("head", "contact", "editor", "reviewer", "administrator", "nobody"):
        assert as_user(world.people[name]).get(PATH).status_code == 403, name
    assert Client().get(PATH).status_code == 302
    assert as_user(world.coordinator).get(PATH, {"region": "annan"}).status_code == 404


def test_another_region_is_another_overview(scene: World) -> None:
    other = Region.objects.create(code="annan", name="Region Annan", county_code="09", asset_prefix="ANN")
    stranger = make_person("R090", "Ny", "Samordnare")
    assign(stranger, "COORDINATOR", region=other)
    page = seen_by(stranger)
    assert "Ingen utrustning är registrerad." in page
    assert as_user(stranger).get(PATH, {"region": scene.region.code}).status_code == 404
    assign(stranger, "COORDINATOR", region=scene.region)
    assert table(seen_by(stranger, region=scene.region.code), "lagen")["I bruk"] == ["3"]


def test_the_overview_costs_the_same_for_one_unit_and_for_three(world: World) -> None:
    computer(world, 1)
    opened(world, world.unit)
    before = count(world.coordinator, PATH)
    for place in range(3):
        unit = make_unit(world.region, world.unit.provider, f"E05{place}", f"Enhet {place}")
        give_contract(unit)
        computer(world, 10 + place, unit=unit, acquired_on=date(2015 + place, 1, 1))
        opened(world, unit, title=f"Inventering {place}")
    assert count(world.coordinator, PATH) == before
    assert before <= 15


def test_quarters_begin_today_and_cover_a_year() -> None:
    quarters = quarters_from(date(2026, 11, 21))
    assert [(one.label, one.first.isoformat(), one.last.isoformat()) for one in quarters] == [
        ("Kvartal 4 2026", "2026-11-21", "2026-12-31"),
        ("Kvartal 1 2027", "2027-01-01", "2027-03-31"),
        ("Kvartal 2 2027", "2027-04-01", "2027-06-30"),
        ("Kvartal 3 2027", "2027-07-01", "2027-09-30"),
        ("Kvartal 4 2027", "2027-10-01", "2027-12-31"),
    ]


def test_a_chart_tells_its_numbers_and_escapes_its_words() -> None:
    drawn = bar_chart("a", "Sort & <x>", [Bar("<script>", 4, 1), Bar("Tom", 0)], part="sena")
    assert drawn.count("<svg") == 1
    assert 'role="img" aria-labelledby="a-t a-d"' in drawn
    assert "Sort &amp; &lt;x&gt;" in drawn
    assert "<script>" not in drawn
    assert "&lt;script&gt;: 4, varav 1 sena. Tom: 0." in drawn
    assert 'class="d-stapel" y="24" width="100.00%"' in drawn
    assert 'class="d-del" y="24" width="25.00%"' in drawn
    assert "style=" not in drawn
    assert [share(*one) for one in ((0, 9), (1, 1000), (5, 10), (20, 10), (1, 0))] == [0, 1, 50, 100, 0]
