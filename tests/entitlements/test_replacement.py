"""What takes another piece's place uses no cap: one for one, and nothing else of the order gets easier for it."""

import pytest

from entitlements.rules.assess import assess
from entitlements.rules.types import Outcome
from tests.entitlements.givens import ask, facts, kalmar, line

FULL = {"base-package": 18, "label-printer": 1, "extra-screen": 18}


def codes(*lines, **given) -> list[tuple[str, str]]:
    assessment = assess(ask(*lines), facts(**given), kalmar())
    return [(one.line, one.code) for one in assessment.verdicts if one.line]


@pytest.mark.parametrize("item", ["base-package", "label-printer", "extra-screen"])
def test_a_replacement_fits_where_the_cap_is_reached(item: str) -> None:
    wanted = line(item, replaces="KLM-000123", motivation="")
    assert codes(wanted, in_use=FULL) == [("1", "IS_REPLACEMENT")]
    assert assess(ask(wanted), facts(in_use=FULL), kalmar()).outcome == Outcome.ALLOWED


def test_beside_a_replacement_the_rest_is_held_against_the_caps_as_ever() -> None:
    new, instead = line("base-package", key="new"), line("base-package", key="instead", replaces="KLM-000123")
    left_one = {"base-package": 17}
    assert codes(new, instead, in_use=left_one) == [("new", "WITHIN_CAP"), ("instead", "IS_REPLACEMENT")]
    assert codes(new, instead, in_use=FULL) == [("new", "CAP_REACHED"), ("instead", "IS_REPLACEMENT")]


def test_a_replaced_base_package_carries_no_more_extra_screens() -> None:
    instead = line("base-package", key="instead", replaces="KLM-000123")
    screen = line("extra-screen", key="screen")
    assert ("screen", "BASE_PACKAGES_REACHED") in codes(instead, screen, in_use=FULL)


def test_one_piece_takes_the_place_of_one() -> None:
    assert codes(line("base-package", 2, replaces="KLM-000123"), in_use=FULL) == [("1", "CAP_REACHED")]


def test_figures_are_not_asked_for_but_contract_and_area_are() -> None:
    instead = line("base-package", replaces="KLM-000123")
    assert codes(instead, care_staff=None) == [("1", "IS_REPLACEMENT")]
    assert ("1", "NO_CONTRACT") in codes(instead, has_contract=False)
    outside = codes(instead, municipality_code="0780", municipality="Växjö")
    assert ("1", "OUTSIDE_AREA") in outside


def test_the_reason_cites_the_clause_on_theft_and_damage() -> None:
    assessment = assess(ask(line("label-printer", replaces="KLM-000123")), facts(), kalmar())
    (verdict,) = assessment.of_line("1")
    assert (verdict.clause, verdict.numbers["replaces"]) == ("§4.skydd", "KLM-000123")
