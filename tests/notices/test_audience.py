"""Whom a notice concerns: the rule of one unit in words, and the same asked of the database for all at once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inventory.models import Asset, UnitService
from portal.core.units.models import CareUnit, Programme, Region
from portal.notices.audience import OF_UNITS, Audience, Dimension, Traits, concerns, explain, includes
from portal.notices.queries.audience import addressees, names_in, reach_of, traits_of, units_in
from tests import steps
from tests.world import NOW, START, World, assign, give_contract, line, make_person, make_unit

TODAY = NOW.date()
UNIT = Traits(
    hsa_id="SE5560747551-E001",
    has_contract=True,
    programme="halsoval",
    municipality="0880",
    services=frozenset({"support", "record-system"}),
    equipment=frozenset({"base-package"}),
    names={
        "halsoval": "Hälsoval",
        "psykisk-halsa": "Psykisk hälsa",
        "0880": "Kalmar",
        "0885": "Torsås",
        "support": "support",
        "record-system": "journalsystem",
        "base-package": "grundpaket",
    },
)


@pytest.mark.parametrize(
    ("rows", "included", "sentence"),
    [
        ([], True, "Meddelandet gäller alla enheter i regionen."),
        ([("PROGRAMME", "halsoval")], True, "Enheten har vårdvalet Hälsoval."),
        ([("PROGRAMME", "psykisk-halsa")], False, "Enheten har inte vårdvalet Psykisk hälsa."),
        ([("MUNICIPALITY", "0880")], True, "Enheten ligger i Kalmar kommun."),
        (
            [("MUNICIPALITY", "0885"), ("MUNICIPALITY", "0999")],
            False,
            "Enheten ligger inte i 0999 eller Torsås kommun.",
        ),
        ([("MUNICIPALITY", "0885"), ("MUNICIPALITY", "0880")], True, "Enheten ligger i Kalmar kommun."),
        ([("UNIT", "SE5560747551-E001")], True, "Enheten är utpekad."),
        ([("UNIT", "SE5560747551-E002")], False, "Enheten är inte en av dem som är utpekade."),
        (
            [("SERVICE", "record-system"), ("SERVICE", "support")],
            True,
            "Enheten har journalsystem och support.",
        ),
        ([("SERVICE", "phone")], False, "Enheten har inte phone."),
        ([("EQUIPMENT", "base-package")], True, "Enheten har grundpaket."),
        ([("EQUIPMENT", "support")], False, "Enheten har inte support."),
        ([("UNIT", "SE5560747551-E001"), ("SERVICE", "phone")], False, "Enheten har inte phone."),
        ([("ROLE", "HEAD_OF_UNIT")], True, "Meddelandet gäller alla enheter i regionen."),
    ],
)
def test_why_a_unit_is_in_an_audience_or_not(
    rows: list[tuple[str, str]], included: bool, sentence: str
) -> None:
    audience = Audience.of(rows)
    assert includes(audience, UNIT) is included
    reasons = explain(audience, UNIT)
    assert sentence in [reason.sentence for reason in reasons]
    assert all(reason.met for reason in reasons) is included


def test_a_unit_without_a_contract_is_in_none() -> None:
    without = replace(UNIT, has_contract=False)
    for rows in ([], [("UNIT", UNIT.hsa_id)]):
        first = explain(Audience.of(rows), without)[0]
        assert (first.met, first.sentence) == (False, "Enheten har inget vårdavtal som gäller i dag.")
        assert not includes(Audience.of(rows), without)


def test_every_condition_that_is_named_has_its_own_sentence() -> None:
    audience = Audience.of([("MUNICIPALITY", "0885"), ("SERVICE", "phone"), ("EQUIPMENT", "base-package")])
    assert [reason.met for reason in explain(audience, UNIT)] == [True, False, False, True]


def test_whom_it_concerns_is_said_without_naming_units() -> None:
    rows = [("PROGRAMME", "halsoval"), ("UNIT", UNIT.hsa_id), ("UNIT", "SE5560747551-E002")]
    assert concerns(Audience.of(rows), UNIT.names) == [
        "Enheter med vårdvalet Hälsoval",
        "Utpekade enheter",
    ]
    assert concerns(Audience(), UNIT.names) == ["Alla enheter i regionen"]


@pytest.fixture(scope="module")
def scene(module_world: World) -> World:
    """Units of every sort: with equipment, services, a branch, another programme, a contract that ended, none."""
    world = module_world
    region, provider = world.region, world.unit.provider
    Programme.objects.get_or_create(region=region, code="psykisk-halsa", defaults={"name": "Psykisk hälsa"})
    make_unit(region, provider, "E001F", "Filialen", parent=world.unit, municipality="0885")
    give_contract(make_unit(region, provider, "E003", "Annat vårdval"), "psykisk-halsa")
    give_contract(make_unit(region, provider, "E004", "Slutat"), valid_to=TODAY - timedelta(days=1))
    give_contract(make_unit(region, provider, "E005", "Börjar sen"), valid_from=TODAY + timedelta(days=1))
    give_contract(make_unit(region, provider, "E006", "Slutar i dag"), valid_to=TODAY)
    make_unit(region, provider, "E007", "Utan avtal")
    steps.closed(world, line(), unit=world.unit, serial="K1")
    steps.closed(world, line("label-printer"), unit=world.other_unit, serial="K2")
    _returned(Asset.objects.filter(unit=world.other_unit))
    for suffix, code, valid_to in (
        ("E001", "support", None),
        ("E002", "support", TODAY - timedelta(days=1)),
        ("E003", "wan-connection", TODAY),
        ("E001F", "wan-connection", None),
    ):
        UnitService.objects.create(
            unit=CareUnit.objects.get(hsa_id__endswith=f"-{suffix}"),
            item_code=code,
            item_name=code,
            kind="SERVICE",
            valid_from=START,
            valid_to=valid_to,
            registered_at=NOW,
            registered_by=world.coordinator,
            ended_at=NOW if valid_to else None,
            ended_by=world.coordinator if valid_to else None,
        )
    _another_region(world)
    return world


def _returned(assets) -> None:
    """What was given back no longer makes a unit one that has it."""
    assets.update(state=Asset.State.RETURNED, released_on=TODAY + timedelta(days=1))


def _another_region(world: World) -> None:
    elsewhere = Region.objects.create(
        code="annan", name="Region Annan", county_code="09", asset_prefix="ANN", order_contact="Ingen"
    )
    Programme.objects.create(region=elsewhere, code="halsoval", name="Hälsoval")
    give_contract(make_unit(elsewhere, world.unit.provider, "E008", "I en annan region"))


VALUES = {
    Dimension.PROGRAMME: ["halsoval", "psykisk-halsa", "ingen"],
    Dimension.MUNICIPALITY: ["0880", "0885", "0999"],
    Dimension.UNIT: [f"SE5560747551-E00{one}" for one in ("1", "1F", "2", "3", "4", "5", "6", "7", "8", "9")],
    Dimension.SERVICE: ["support", "wan-connection", "base-package"],
    Dimension.EQUIPMENT: ["base-package", "label-printer", "screen", "support"],
}
AUDIENCES = st.fixed_dictionaries(
    {}, optional={one: st.sets(st.sampled_from(VALUES[one]), min_size=1) for one in OF_UNITS}
).map(lambda values: Audience({name: frozenset(found) for name, found in values.items()}))


@given(audience=AUDIENCES)
@settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_database_and_the_rule_agree(scene: World, audience: Audience) -> None:
    found = set(units_in(scene.region.pk, audience, TODAY).values_list("hsa_id", flat=True))
    assert found == {traits.hsa_id for traits in all_traits(scene) if includes(audience, traits)}


def all_traits(world: World) -> list[Traits]:
    """Read once: nothing changes between the examples."""
    if not hasattr(world, "_traits"):
        world._traits = [traits_of(unit, TODAY) for unit in CareUnit.objects.filter(region=world.region)]
    return world._traits


def test_the_scene_has_units_on_both_sides_of_every_condition(scene: World) -> None:
    everyone = {"E001", "E001F", "E002", "E003", "E006"}
    for rows, expected in (
        ([], everyone),
        ([("PROGRAMME", "halsoval")], everyone - {"E003"}),
        ([("MUNICIPALITY", "0885")], {"E001F", "E002"}),
        ([("SERVICE", "support")], {"E001"}),
        ([("SERVICE", "wan-connection")], {"E001F", "E003"}),
        ([("EQUIPMENT", "base-package")], {"E001"}),
        ([("EQUIPMENT", "label-printer")], set()),
        ([("EQUIPMENT", "screen")], set()),
        ([("UNIT", "SE5560747551-E004"), ("UNIT", "SE5560747551-E008")], set()),
    ):
        units = units_in(scene.region.pk, Audience.of(rows), TODAY)
        assert {one.hsa_id.rpartition("-")[2] for one in units} == expected, rows


def test_people_by_role_at_the_units_and_in_the_region(scene: World, savepoint: None) -> None:
    def names(*rows: tuple[str, str]) -> set[str]:
        found = {one.person_id for one in addressees(scene.region.pk, Audience.of(rows), TODAY)}
        return {name for name, person in scene.people.items() if person.pk in found}

    own = ("UNIT", scene.unit.hsa_id)
    assert names(own) == {"head", "contact", "superuser"}
    assert names(own, ("ROLE", "HEAD_OF_UNIT")) == {"head"}
    assert names(own, ("ROLE", "HEAD_OF_UNIT"), ("ROLE", "COORDINATOR")) == {"head", "coordinator"}
    assert names(("ROLE", "IT_COORDINATOR")) == {"it_coordinator"}
    assert names(("UNIT", "SE5560747551-E001F"), ("ROLE", "IT_CONTACT")) == {"contact"}
    scene.contact.is_active = False
    scene.contact.save()
    late = make_person("P099", "Sen", "Senare")
    assign(late, "IT_CONTACT", unit=scene.unit, valid_from=TODAY + timedelta(days=1))
    assert names(own, ("ROLE", "IT_CONTACT")) == set()


def test_the_reach_counts_each_person_once(scene: World, savepoint: None) -> None:
    audience = Audience.of([("PROGRAMME", "halsoval")])
    before = reach_of(scene.region.pk, audience, TODAY)
    assert (before.units, before.people) == (4, 4)
    assign(scene.head, "IT_CONTACT", unit=scene.other_unit)
    assert reach_of(scene.region.pk, audience, TODAY) == before


def test_codes_have_the_names_of_the_region(scene: World) -> None:
    names = names_in(scene.region.pk, TODAY)
    programme = Programme.objects.get(region=scene.region, code="halsoval").name
    known = {"0880": "Kalmar", "halsoval": programme, "base-package": "grundpaket"}
    assert {code: names[code] for code in known} == known
