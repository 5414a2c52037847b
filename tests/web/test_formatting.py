from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal.core.web.formatting import NBSP, initials, iso, number, plural, swedish_date

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (date(2026, 11, 20), "short", "20 nov"),
        (date(2025, 5, 1), "short", "1 maj 2025"),
        (date(2026, 6, 2), "short", "2 juni"),
        (date(2026, 11, 20), "long", "20 november 2026"),
        (date(2026, 11, 28), "weekday", "lör 28 nov"),
        (datetime(2026, 11, 20, 8, 12, tzinfo=UTC), "time", "i dag kl. 09.12"),
        (datetime(2026, 11, 19, 8, 12, tzinfo=UTC), "time", "i går kl. 09.12"),
        (datetime(2026, 11, 21, 8, 12, tzinfo=UTC), "time", "i morgon kl. 09.12"),
        (datetime(2026, 7, 18, 8, 12, tzinfo=UTC), "time", "18 juli kl. 10.12"),
        # Half past eleven at night in London is already the next day in Stockholm.
        (datetime(2026, 11, 19, 23, 30, tzinfo=UTC), "time", "i dag kl. 00.30"),
        (datetime(2026, 11, 19, 23, 30, tzinfo=UTC), "short", "20 nov"),
        (date(2026, 11, 19), "time", "i går"),
        (None, "short", ""),
    ],
)
def test_dates_in_swedish(value, style, text):
    assert swedish_date(value, style, today=TODAY).replace(NBSP, " ") == text


def test_unknown_date_style_is_an_error():
    with pytest.raises(ValueError, match="unknown date style"):
        swedish_date(TODAY, "american", today=TODAY)


def test_iso_carries_the_swedish_offset():
    assert iso(datetime(2026, 11, 20, 8, 12, tzinfo=UTC)) == "2026-11-20T09:12+01:00"
    assert iso(TODAY) == "2026-11-20"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (2043, f"2{NBSP}043"),
        (-5, "−5"),
        (Decimal("0.5"), "0,5"),
        (1234567, f"1{NBSP}234{NBSP}567"),
        (None, ""),
    ],
)
def test_numbers_in_swedish(value, text):
    assert number(value) == text


def test_plural_and_initials():
    assert [plural(n, "dag,dagar") for n in (0, 1, 2)] == ["dagar", "dag", "dagar"]
    assert plural(3, "grundpaket") == "grundpaket"
    assert [initials(name) for name in ("Maria Lindqvist", "Eva", "", "Anna Maria Åkesson")] == [
        "ML",
        "E",
        "",
        "AÅ",
    ]
