"""HSA-id and organisation numbers (promises.md, Formats)."""

import string

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from portal.core.people.hsa_id import (
    LONGEST,
    HsaIdValidator,
    is_hsa_id,
    is_organisation_number,
    normalise_hsa_id,
    validate_organisation_number,
)

GOOD = ["SE2321000073-1A2B", "SE162321000073-0001", "SE5560747551-E", "SE2321000073-" + "A" * 18]
BAD = [
    "",
    "SE2321000073",
    "SE2321000073-",
    "SE2321000074-1A2B",
    "SE2311000073-1A2B",
    "SE172321000073-1A2B",
    "NO2321000073-1A2B",
    "SE2321000073-1A 2B",
    "SE2321000073-1a2b",
    "SE2321000073-ÅÄÖ",
    "SE2321000073-1A2B\n",
    "SE2321000073-" + "A" * 19,
    "SE232100007-1A2B",
    "SE２３２１００００７３-1A2B",
]


@pytest.mark.parametrize("text", GOOD)
def test_well_formed(text: str) -> None:
    assert is_hsa_id(text)
    HsaIdValidator()(text)


@pytest.mark.parametrize("text", BAD)
def test_malformed(text: str) -> None:
    assert not is_hsa_id(text)
    with pytest.raises(ValidationError, match="Skriv ett HSA-id"):
        HsaIdValidator()(text)


def test_test_catalogues_have_another_prefix_and_no_check_digit() -> None:
    assert is_hsa_id("TSTNMT2321000156-1024", prefix="TSTNMT")
    assert not is_hsa_id("SE2321000073-1A2B", prefix="TSTNMT")
    assert not is_hsa_id("TSTNMT2321000156-1024")


def test_normalised_to_upper_case_without_spaces_around() -> None:
    assert normalise_hsa_id("  se2321000073-1a2b ") == "SE2321000073-1A2B"


@given(
    st.text(alphabet=string.digits, min_size=9, max_size=9),
    st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=18),
)
def test_the_check_digit_decides(nine: str, suffix: str) -> None:
    number = nine + luhn.calc_check_digit(nine)
    wrong = nine + str((int(number[-1]) + 1) % 10)
    assert is_hsa_id(f"SE{number}-{suffix}") == (number[2] >= "2")
    assert not is_hsa_id(f"SE{wrong}-{suffix}")


@given(st.text(max_size=LONGEST + 5))
def test_nothing_makes_it_fail(text: str) -> None:
    assert is_hsa_id(text) in (True, False)
    assert is_hsa_id(text, prefix="TSTNMT") in (True, False)
    assert is_organisation_number(text) in (True, False)


@pytest.mark.parametrize("number", ["5560747551", "2321000073"])
def test_organisation_numbers(number: str) -> None:
    validate_organisation_number(number)


@pytest.mark.parametrize(
    "number", ["556074-7551", "5560747552", "5510747551", "556074755", "55607475511", "٥٥٦٠٧٤٧٥٥١"]
)
def test_what_is_no_organisation_number(number: str) -> None:
    with pytest.raises(ValidationError, match="tio siffror"):
        validate_organisation_number(number)


def test_no_letter_beyond_ascii_becomes_another() -> None:
    assert not is_hsa_id(normalise_hsa_id("SE2321000073-\u017f"))
    assert not is_hsa_id(normalise_hsa_id("SE2321000073-\u0131"))
