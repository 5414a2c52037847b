"""What looks like a personal identity number in free text."""

import pytest

from inventory.incidents.actions.report import report_incident
from inventory.incidents.models import DataRisk, Incident
from portal.core.errors import Errors, Invalid
from portal.core.identity_numbers import has_identity_number
from portal.core.text import require_plain, text_faults
from tests.incidents.reporting import piece, told
from tests.world import NOW, World


@pytest.mark.parametrize(
    "text",
    [
        "640823-3234",
        "Patienten 19640823-3234 väntar.",
        "196408233234",
        "640823+3234",
        "Samordningsnummer 701063-2391.",
        "Två rader\n640823-3234",
    ],
)
def test_a_number_is_found_wherever_it_stands(text: str) -> None:
    assert has_identity_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "640823-3235",  # not its check digit
        "641323-3234",  # no such month
        "640832-3234",  # no such day
        "6408233234",  # ten digits may be a serial number
        "556012-5790",  # an organisation
        "SE2321000073-1A2B",
        "SE165565594230-1003",
        "5CG9640823-3234-7",
        "KLM-000123, B-2026-0042, 0480-123 45",
        "",
    ],
)
def test_other_numbers_are_let_be(text: str) -> None:
    assert not has_identity_number(text)


def test_a_text_with_one_is_refused_with_what_to_do() -> None:
    (fault,) = text_faults("reason", "Gäller 640823-3234.", 100, label="Skäl")
    assert (fault.code, fault.field) == ("identity_number", "reason")
    assert fault.message == "Skäl: texten ser ut att ha ett personnummer. Ta bort det: portalen har inga."
    with pytest.raises(Invalid) as refused:
        require_plain(remark="640823-3234", reason="Inget.")
    assert (refused.value.code, refused.value.field) == ("identity_number", "remark")


def test_an_incident_cannot_tell_whose_papers_were_lost(world: World) -> None:
    report = told(data_risk=DataRisk.YES, data_risk_text="Kallelsen till 640823-3234.")
    with pytest.raises(Errors) as refused:
        report_incident(asset=piece(world), report=report, by=world.head, at=NOW)
    assert [(one.code, one.field) for one in refused.value.details] == [("identity_number", "data_risk_text")]
    assert not Incident.objects.exists()
