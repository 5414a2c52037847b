"""Rules about how a request is written and about the unit that makes it."""

import pytest

from entitlements.rules.assess import RULES, assess
from entitlements.rules.types import Outcome
from tests.entitlements.givens import ask, facts, kalmar, kalmar_with, line, other

HARDWARE = [
    item.code for item in kalmar().items.values() if item.kind in ("BASE_PACKAGE", "SHARED", "NEEDS_TESTED")
]


def codes(request, given=None, appendix=None, key="1"):
    return {verdict.code for verdict in assess(request, given or facts(), appendix or kalmar()).of_line(key)}


def test_an_order_in_order_is_allowed_and_says_why():
    assessment = assess(ask(line("base-package", 2)), facts(), kalmar())
    assert assessment.outcome == Outcome.ALLOWED
    assert [verdict.code for verdict in assessment.verdicts] == [
        "CONTRACT_IN_FORCE",
        "WITHIN_AREA",
        "WITHIN_CAP",
        "COST_CENTRE_STATED",
    ]


def test_an_empty_order_is_refused():
    assert [verdict.code for verdict in assess(ask(), facts(), kalmar()).verdicts] == ["EMPTY_REQUEST"]


def test_an_unknown_item_is_refused_and_echoed_briefly():
    (verdict,) = assess(ask(line("x" * 5000)), facts(), kalmar()).verdicts
    assert verdict.code == "UNKNOWN_ITEM"
    assert len(verdict.numbers["asked_item"]) == 60


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ("wan-connection", "NOT_ORDERABLE_NETWORK"),
        ("siths-card", "NOT_ORDERABLE_ACCESS"),
        ("record-system", "NOT_ORDERABLE_SERVICE"),
    ],
)
def test_what_is_not_hardware_is_not_ordered(item, code):
    assert codes(ask(line(item))) == {code}


@pytest.mark.parametrize(
    ("quantity", "code"),
    [
        (-1, "QUANTITY_NOT_POSITIVE"),
        (0, "QUANTITY_NOT_POSITIVE"),
        (501, "QUANTITY_TOO_LARGE"),
        (10**30, "QUANTITY_TOO_LARGE"),
    ],
)
def test_quantities_are_sound(quantity, code):
    assert code in codes(ask(line("base-package", quantity)))


@pytest.mark.parametrize("quantity", [1, 500])
def test_sound_quantities_pass(quantity):
    assert not codes(ask(line("base-package", quantity))) & {"QUANTITY_NOT_POSITIVE", "QUANTITY_TOO_LARGE"}


@pytest.mark.parametrize(
    ("item", "variant", "code"),
    [
        ("base-package", "", "VARIANT_REQUIRED"),
        ("base-package", "tablet", "UNKNOWN_VARIANT"),
        ("label-printer", "laptop", "VARIANT_NOT_OFFERED"),
    ],
)
def test_variants_exist(item, variant, code):
    assert code in codes(ask(line(item, variant=variant)))


def test_each_unknown_option_has_a_verdict():
    request = ask(line("base-package", options=("docking-station", "wings", "wheels", "wings")))
    unknown = [
        verdict.numbers["asked_option"]
        for verdict in assess(request, facts(), kalmar()).verdicts
        if verdict.code == "UNKNOWN_OPTION"
    ]
    assert unknown == ["wings", "wheels"]


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("95492", "COST_CENTRE_STATED"),
        (" 95492 ", "COST_CENTRE_STATED"),
        ("", "COST_CENTRE_MISSING"),
        ("95493", "COST_CENTRE_WRONG"),
    ],
)
def test_the_cost_centre_of_the_appendix_is_stated(stated, code):
    request = ask(line("base-package"), cost_centre=stated)
    (verdict,) = [one for one in assess(request, facts(), kalmar()).of_request if "COST" in one.code]
    assert (verdict.code, verdict.clause) == (code, "§3a.bestallning")


def test_an_appendix_without_cost_centre_asks_for_none():
    assert assess(ask(line("workplace"), cost_centre=""), facts(), other()).outcome == Outcome.ALLOWED


@pytest.mark.parametrize("item", HARDWARE)
def test_no_contract_no_hardware(item):
    assessment = assess(ask(line(item)), facts(has_contract=False, in_use={"base-package": 3}), kalmar())
    assert assessment.outcome_of_line("1") == Outcome.REFUSED
    assert "NO_CONTRACT" in {verdict.code for verdict in assessment.of_line("1")}


@pytest.mark.parametrize("item", HARDWARE)
def test_outside_the_county_no_hardware(item):
    given = facts(municipality_code="0780", municipality="Växjö", in_use={"base-package": 3})
    refused = [
        one for one in assess(ask(line(item)), given, kalmar()).of_line("1") if one.code == "OUTSIDE_AREA"
    ]
    assert [one.clause for one in refused] == [kalmar().items[item].clause]


def test_an_appendix_without_municipalities_allows_any_place():
    given = facts(municipality_code="0780")
    assert codes(ask(line("label-printer")), given, kalmar_with(municipality_codes=frozenset())) == {
        "WITHIN_SHARED"
    }


@pytest.mark.parametrize(
    ("figures", "missing"),
    [
        ({"care_staff": None}, "care_staff"),
        ({"listed_patients": None}, "listed_patients"),
        ({"care_staff": None, "listed_patients": None}, "both"),
    ],
)
def test_base_packages_need_verified_figures(figures, missing):
    (verdict,) = assess(ask(line("base-package")), facts(**figures), kalmar()).of_line("1")
    assert (verdict.code, verdict.numbers) == ("NO_FIGURES", {"missing": missing})
    assert codes(ask(line("label-printer")), facts(**figures)) == {"WITHIN_SHARED"}


@pytest.mark.parametrize(
    ("motivation", "code"),
    [
        ("", "MOTIVATION_MISSING"),
        ("   ", "MOTIVATION_MISSING"),
        ("x" * 9, "MOTIVATION_TOO_SHORT"),
        ("x" * 10, None),
        ("x" * 2000, None),
        ("x" * 2001, "MOTIVATION_TOO_LONG"),
    ],
)
def test_needs_tested_lines_have_a_motivation(motivation, code):
    found = codes(ask(line("extra-screen", motivation=motivation)), facts(in_use={"base-package": 1}))
    assert {one for one in found if one.startswith("MOTIVATION")} == ({code} if code else set())
    assert "NEEDS_DECISION" in found


def test_every_verdict_is_returned_not_the_first():
    request = ask(
        line("base-package", 600, variant="", options=("wings",)),
        line("extra-screen", 0, key="2", motivation=""),
        line("nonsense", key="3"),
        cost_centre="1",
    )
    found = [verdict.code for verdict in assess(request, facts(), kalmar()).verdicts]
    assert set(found) >= {
        "QUANTITY_TOO_LARGE", "VARIANT_REQUIRED", "UNKNOWN_OPTION", "OVER_CAP", "QUANTITY_NOT_POSITIVE",
        "MOTIVATION_MISSING", "NEEDS_DECISION", "UNKNOWN_ITEM", "COST_CENTRE_WRONG", "CONTRACT_IN_FORCE",
        "WITHIN_AREA",
    }  # fmt: skip
    alone = [verdict.code for rule in RULES for verdict in rule(request, facts(), kalmar())]
    assert found == alone


def test_rules_are_each_listed_once_and_documented():
    assert len(set(RULES)) == len(RULES)
    assert all(rule.__doc__ for rule in RULES)
