"""What an order says, as both doors parse it: a page's form and an API call become the same ``OrderContent``."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from entitlements.rules.types import Request, RequestLine
from portal.core.audit.chain import digest
from portal.core.errors import Invalid
from portal.core.text import text_faults

MOST_LINES = 50
_LENGTHS = {"function": (100, "Funktion"), "room": (60, "Rum"), "motivation": (10_000, "Motivering")}
_ORDER_LENGTHS = {
    "cost_centre": (20, "Kostnadsställe"),
    "delivery_address": (200, "Leveransadress"),
    "recipient": (120, "Tar emot leveransen"),
}


@dataclass(frozen=True, slots=True)
class LineContent:
    """One line: codes from the catalogue, the number asked for, why, and where the piece is to stand.

    ``replaces`` is the number of the asset that the piece takes the place of. No door sets it: the region decides.
    """

    item: str
    quantity: int
    variant: str = ""
    options: tuple[str, ...] = ()
    motivation: str = ""
    function: str = ""
    room: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class OrderContent:
    """A whole order. ``cost_centre`` as the orderer stated it."""

    lines: tuple[LineContent, ...] = field(default_factory=tuple)
    cost_centre: str = ""
    delivery_address: str = ""
    recipient: str = ""
    needed_by: date | None = None

    def request(self) -> Request:
        """As the rules want it. Lines are named by their place."""
        return Request(
            cost_centre=self.cost_centre,
            lines=tuple(
                RequestLine(
                    key=str(place),
                    item=line.item,
                    quantity=line.quantity,
                    variant=line.variant,
                    options=line.options,
                    motivation=line.motivation,
                    replaces=line.replaces,
                )
                for place, line in enumerate(self.lines)
            ),
        )

    def content_hash(self, unit_hsa_id: str) -> str:
        """What an attest is about: changes when anything that was decided on changes."""
        return digest({"unit": unit_hsa_id, **self.as_json()})

    def as_json(self) -> dict[str, Any]:
        return {
            "cost_centre": self.cost_centre,
            "delivery_address": self.delivery_address,
            "recipient": self.recipient,
            "needed_by": self.needed_by.isoformat() if self.needed_by else None,
            "lines": [
                {
                    "item": line.item,
                    "quantity": line.quantity,
                    "variant": line.variant,
                    "options": list(line.options),
                    "motivation": line.motivation,
                    "function": line.function,
                    "room": line.room,
                    # Left out when empty, so that what was attested before keeps its hash.
                    **({"replaces": line.replaces} if line.replaces else {}),
                }
                for line in self.lines
            ],
        }


def faults_in(content: OrderContent) -> list[Invalid]:
    """What no rule of the appendix speaks of: too many lines, texts that are too long, unseen characters."""
    faults = []
    if len(content.lines) > MOST_LINES:
        faults.append(
            Invalid("too_many_lines", f"En beställning kan ha högst {MOST_LINES} rader.", field="lines")
        )
    for name, (longest, label) in _ORDER_LENGTHS.items():
        faults += text_faults(name, getattr(content, name), longest, label=label)
    for place, line in enumerate(content.lines):
        for name, (longest, label) in _LENGTHS.items():
            faults += text_faults(f"lines[{place}].{name}", getattr(line, name), longest, label=label)
    return faults


def past_day_faults(content: OrderContent, on: date) -> list[Invalid]:
    """An order that is sent cannot be needed by a day that has been."""
    if content.needed_by is None or content.needed_by >= on:
        return []
    return [Invalid("needed_by_past", "Behövs senast: välj en dag som inte har passerat.", field="needed_by")]
