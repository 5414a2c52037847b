"""What looks like a personal identity number in free text."""

import pytest
from stdnum import luhn

from inventory.incidents.actions.report import report_incident
from inventory.incidents.models import DataRisk, Incident
from portal.core.errors import Errors, Invalid
from portal.core.identity_numbers import has_identity_number
from portal.core.text import require_plain, text_faults
from tests.incidents.reporting import piece, told
from tests.world import NOW, World


def number(day: str, dash: str = "-", serial: str = "323", *, wrong: int = 0) -> str:
    """An invented number with the check digit that belongs to it, unless it is to be ``wrong``. Written in parts, since
    the house has no such numbers in its files."""
    digit = (int(luhn.calc_check_digit(day[-6:] + serial)) + wrong) % 10
    return f"{day}{dash}{serial}{digit}"


@pytest.mark.parametrize(
    "text",
    [
        number("640823"),
        f"Patienten {number('19640823')} väntar.",
        number("19640823", ""),
        number("640823", "+"),
        f"Samordningsnummer {number('701063')}.",
        f"Två rader\n{number('640823')}",
        f"({number('640823')}),",
    ],
)
def test_a_number_is_found_wherever_it_stands(text: str) -> None:
    assert has_identity_number(text)


@pytest.mark.parametrize(
    "text",
    [
        number("640823", wrong=1),
        number("641323"),  # no such month
        number("640832"),  # no such day
        number("640823", ""),  # ten digits in a row may be a serial number
        number("556012"),  # an organisation
        "SE2321000073-1A2B",
        "SE165565594230-1003",
        f"5CG9{number('640823')}",
        f"{number('640823')}-7",
        "KLM-000123, B-2026-0042, 0480-123 45",
        "",
    ],
)
def test_other_numbers_are_let_be(text: str) -> None:
    assert not has_identity_number(text)


def test_a_text_with_one_is_refused_with_what_to_do() -> None:
    (fault,) = text_faults("reason", f"Gäller {number('640823')}.", 100, label="Skäl")
    assert (fault.code, fault.field) == ("identity_number", "reason")
    assert fault.message == "Skäl: texten ser ut att ha ett personnummer. Ta bort det: portalen har inga."
    with pytest.raises(Invalid) as refused:
        require_plain(remark=number("640823"), reason="Inget.")
    assert (refused.value.code, refused.value.field) == ("identity_number", "remark")


def test_an_incident_cannot_tell_whose_papers_were_lost(world: World) -> None:
    report = told(data_risk=DataRisk.YES, data_risk_text=f"Kallelsen till {number('640823')}.")
    with pytest.raises(Errors) as refused:
        report_incident(asset=piece(world), report=report, by=world.head, at=NOW)
    assert [(one.code, one.field) for one in refused.value.details] == [("identity_number", "data_risk_text")]
    assert not Incident.objects.exists()
