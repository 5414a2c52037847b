"""The caps at one below, at and one above, for each kind (Kalmar IT §3a)."""

import pytest

from entitlements.rules.assess import assess
from entitlements.rules.types import Outcome, Verdict
from tests.entitlements.givens import ask, facts, kalmar, kalmar_with, line

ALLOWED, REFUSED = Outcome.ALLOWED, Outcome.REFUSED


def cap_verdict(request, given, appendix=None, key="1") -> Verdict:
    """The one verdict on the line that speaks of a cap."""
    verdicts = assess(request, given, appendix or kalmar()).of_line(key)
    return next(verdict for verdict in verdicts if "cap" in verdict.numbers)


@pytest.mark.parametrize(
    ("asked", "outcome", "code"),
    [(1, ALLOWED, "WITHIN_CAP"), (2, ALLOWED, "WITHIN_CAP"), (3, REFUSED, "OVER_CAP")],
)
def test_base_packages_around_the_cap(asked, outcome, code):
    given = facts(in_use={"base-package": 14}, on_the_way={"base-package": 2})
    verdict = cap_verdict(ask(line("base-package", asked)), given)
    assert (verdict.outcome, verdict.code, verdict.clause) == (outcome, code, "§3a.grundpaket")
    expected = {
        "cap": 18,
        "in_use": 14,
        "on_the_way": 2,
        "asked": asked,
        "left": 2,
        "over": max(0, asked - 2),
    }
    assert expected.items() <= dict(verdict.numbers).items()
    assert verdict.numbers["total"] == 16 + asked


@pytest.mark.parametrize(
    ("listed", "cap"), [(0, 0), (99, 0), (100, 1), (1799, 17), (1800, 18), (1899, 18), (5000, 18)]
)
def test_the_lower_of_staff_and_listed_is_the_cap(listed, cap):
    verdict = cap_verdict(ask(line("base-package", 1)), facts(listed_patients=listed))
    assert verdict.numbers["cap"] == cap
    assert verdict.outcome == (ALLOWED if cap else REFUSED)


@pytest.mark.parametrize(("rounding", "cap"), [("down", 12), ("up", 13), ("nearest", 13)])
def test_rounding_is_a_term(rounding, cap):
    appendix = kalmar_with(listed_rounding=rounding)
    assert cap_verdict(ask(line("base-package")), facts(listed_patients=1250), appendix).numbers["cap"] == cap


def test_nearest_rounds_less_than_a_half_down():
    appendix = kalmar_with(listed_rounding="nearest")
    assert cap_verdict(ask(line("base-package")), facts(listed_patients=1249), appendix).numbers["cap"] == 12


def test_a_full_unit_is_told_that_the_cap_is_reached():
    verdict = cap_verdict(ask(line("base-package")), facts(in_use={"base-package": 18}))
    assert (verdict.outcome, verdict.code, verdict.numbers["left"]) == (REFUSED, "CAP_REACHED", 0)


def test_a_unit_over_its_cap_has_nothing_left():
    verdict = cap_verdict(ask(line("base-package")), facts(in_use={"base-package": 21}))
    assert (verdict.numbers["left"], verdict.numbers["over"]) == (0, 1)


def test_lines_of_the_same_item_are_summed_whatever_the_variant():
    request = ask(
        line("base-package", 10, key="a"),
        line("base-package", 9, key="b", variant="desktop"),
        line("label-printer"),
    )
    for key in ("a", "b"):
        verdict = cap_verdict(request, facts(), key=key)
        assert (verdict.code, verdict.numbers["asked"], verdict.numbers["over"]) == ("OVER_CAP", 19, 1)
    assert cap_verdict(request, facts()).code == "WITHIN_SHARED"


def test_a_negative_line_makes_no_room_for_another():
    request = ask(line("base-package", 19, key="a"), line("base-package", -5, key="b"))
    assert cap_verdict(request, facts(), key="a").code == "OVER_CAP"
    assert {verdict.code for verdict in assess(request, facts(), kalmar()).of_line("b")} == {
        "QUANTITY_NOT_POSITIVE"
    }


@pytest.mark.parametrize(
    "item", ["multifunction-printer", "video-conference", "check-in-screen", "label-printer"]
)
@pytest.mark.parametrize(
    ("in_use", "on_the_way", "asked", "code"),
    [
        (0, 0, 1, "WITHIN_SHARED"),
        (0, 0, 2, "OVER_SHARED"),
        (1, 0, 1, "SHARED_REACHED"),
        (0, 1, 1, "SHARED_REACHED"),
    ],
)
def test_shared_equipment_is_one_per_unit(item, in_use, on_the_way, asked, code):
    given = facts(in_use={item: in_use}, on_the_way={item: on_the_way})
    verdict = cap_verdict(ask(line(item, asked)), given)
    assert (verdict.code, verdict.clause) == (code, "§3a.gemensam")
    assert verdict.outcome == (ALLOWED if code == "WITHIN_SHARED" else REFUSED)


NEEDS_TESTED = [item.code for item in kalmar().items.values() if item.kind == "NEEDS_TESTED"]


@pytest.mark.parametrize("item", NEEDS_TESTED)
@pytest.mark.parametrize(
    ("asked", "outcome"), [(9, Outcome.NEEDS_REVIEW), (10, Outcome.NEEDS_REVIEW), (11, REFUSED)]
)
def test_needs_tested_is_one_of_each_per_base_package(item, asked, outcome):
    given = facts(in_use={"base-package": 14, item: 5}, on_the_way={"base-package": 2, item: 1})
    request = ask(line(item, asked))
    assert assess(request, given, kalmar()).outcome_of_line("1") == outcome
    assert cap_verdict(request, given).numbers["cap"] == 16


def test_base_packages_in_the_same_order_carry_needs_tested_equipment():
    request = ask(line("base-package", 3, key="base"), line("extra-screen", 4))
    assert cap_verdict(request, facts(in_use={"base-package": 1})).code == "WITHIN_BASE_PACKAGES"
    assert cap_verdict(request, facts()).code == "OVER_BASE_PACKAGES"


def test_base_packages_that_would_be_refused_carry_nothing():
    request = ask(line("base-package", 40, key="base"), line("extra-screen", 19))
    assert cap_verdict(request, facts()).numbers["cap"] == 18


def test_without_base_packages_there_is_nothing_to_add_to():
    assert cap_verdict(ask(line("extra-screen")), facts()).code == "NO_BASE_PACKAGES"
    full = facts(in_use={"base-package": 2, "extra-screen": 2})
    assert cap_verdict(ask(line("extra-screen")), full).code == "BASE_PACKAGES_REACHED"


def test_the_needs_tested_cap_is_a_term():
    appendix = kalmar_with(needs_tested_capped_by_base_packages=False)
    assessment = assess(ask(line("extra-screen", 40)), facts(), appendix)
    assert {verdict.code for verdict in assessment.of_line("1")} == {"NO_CAP", "NEEDS_DECISION"}


def test_whether_orders_in_progress_count_is_a_term():
    given = facts(on_the_way={"base-package": 18})
    request = ask(line("base-package"))
    assert cap_verdict(request, given).code == "CAP_REACHED"
    loose = cap_verdict(request, given, kalmar_with(orders_in_progress_count=False))
    assert (loose.code, loose.numbers["on_the_way"]) == ("WITHIN_CAP", 0)


def test_a_programme_without_listing_counts_staff_alone():
    given = facts(programme="psykisk-halsa", programme_name="Vårdval psykisk hälsa", listed_patients=None)
    assert cap_verdict(ask(line("base-package", 18)), given).code == "WITHIN_CAP"
    strict = assess(ask(line("base-package")), given, kalmar_with(programmes_without_listing=frozenset()))
    assert [verdict.code for verdict in strict.of_line("1")] == ["NO_FIGURES"]
