"""The accessibility statement's facts, as the law on accessibility of digital public service asks for them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """What does not work, for whom it matters, why it is so and when it is mended."""

    what: str
    criterion: str
    consequence: str
    reason: str
    plan: str


@dataclass(frozen=True, slots=True)
class Statement:
    service: str
    conformance: str
    shortcomings: tuple[Shortcoming, ...]
    assessed_on: date
    method: tuple[str, ...]
    updated_on: date
    report_url: str


STATEMENT = Statement(
    service="Utrustningsportalen",
    conformance="delvis förenlig",
    shortcomings=(
        Shortcoming(
            what="Portalen är inte prövad av personer som använder hjälpmedel i sitt arbete.",
            criterion="Gäller inget enskilt krav",
            consequence="Det kan finnas hinder som våra egna prov inte hittar.",
            reason="Portalen är ny och har ännu inte tagits i bruk.",
            plan="Prövas tillsammans med vårdenheter innan den tas i bruk.",
        ),
    ),
    assessed_on=date(2026, 11, 20),
    method=(
        "Automatisk kontroll med axe-core av portalens sidor, i ljust och mörkt läge, på bred och smal skärm.",
        "Prov i webbläsare med bara tangentbord.",
        "Kontroll att sidorna går att läsa på 320 bildpunkters bredd, alltså förstorade till 400 procent.",
    ),
    updated_on=date(2026, 11, 20),
    report_url="https://www.digg.se/tdosanmalan",
)
