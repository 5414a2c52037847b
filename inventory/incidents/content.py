"""What a report says, as both doors parse it: the page's form and an API call become the same ``Report``."""

from dataclasses import dataclass
from datetime import date, time

from inventory.incidents.models import DataRisk, Kind
from portal.core.errors import Errors, Invalid
from portal.core.text import text_faults

EARLIEST = date(2000, 1, 1)
_LENGTHS = {
    "place": (120, "Plats"),
    "description": (2000, "Beskrivning"),
    "police_reference": (60, "Polisens diarienummer"),
    "data_risk_text": (1000, "Vilka uppgifter"),
}


@dataclass(frozen=True, slots=True)
class Report:
    """What happened, when and where, and whether information may have come into the wrong hands. The police's
    reference may come later, and is needed before a theft is decided. ``source`` names the round in which it was
    found."""

    kind: str
    happened_on: date
    description: str
    happened_time: time | None = None
    place: str = ""
    police_reference: str = ""
    data_risk: str = DataRisk.UNKNOWN
    data_risk_text: str = ""
    source: str = ""


def require_sound(report: Report, today: date) -> None:
    """Raise Errors unless the report says what it must, in texts that fit."""
    faults = [*_choices(report), *_day(report, today), *_texts(report)]
    if faults:
        raise Errors(faults)


def _choices(report: Report) -> list[Invalid]:
    faults = []
    if report.kind not in Kind.values:
        faults.append(Invalid("unknown_kind", "Välj vad som har hänt.", field="kind"))
    if report.data_risk not in DataRisk.values:
        faults.append(Invalid("unknown_data_risk", "Välj ja, nej eller vet inte.", field="data_risk"))
    return faults


def _day(report: Report, today: date) -> list[Invalid]:
    if EARLIEST <= report.happened_on <= today:
        return []
    return [Invalid("day_range", "Välj en dag som inte ligger framåt.", field="happened_on")]


def _texts(report: Report) -> list[Invalid]:
    faults = []
    for field, (longest, label) in _LENGTHS.items():
        faults += text_faults(field, getattr(report, field), longest, label=label)
    if not report.description.strip():
        faults.append(Invalid("description_missing", "Beskriv vad som har hänt.", field="description"))
    if report.data_risk == DataRisk.YES and not report.data_risk_text.strip():
        faults.append(
            Invalid(
                "data_risk_text_missing",
                "Skriv vilka uppgifter som kan ha kommit i orätta händer.",
                field="data_risk_text",
            )
        )
    return faults
