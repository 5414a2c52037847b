"""What an import would do: which assets become new, what changes in those that there are, and what is wrong."""

from dataclasses import dataclass, field
from typing import Any

from inventory.imports.wanted import Fault, Wanted
from inventory.models import Asset

# The fields that an import may change, and what they are called.
CHANGEABLE = {
    "unit": "Enhet",
    "function": "Funktion",
    "room": "Rum",
    "serial_number": "Serienummer",
    "model_name": "Modell",
    "acquired_on": "Levererad",
    "warranty_until": "Garanti till",
    "replacement_due": "Planerat utbyte",
}
PLACE = ("unit", "function", "room")


@dataclass(slots=True)
class Piece:
    """An asset of the file as it will be. ``before``: the values that change in one that there is; None: it is new.
    ``row`` is None for a part that follows its whole without a row of its own."""

    asset: Asset
    row: Wanted | None
    before: dict[str, Any] | None = None

    @property
    def change(self) -> str:
        """ "Rum: 2 → 3. Modell: A → B."."""
        told = (
            f"{CHANGEABLE[name]}: {_told(old)} → {_told(getattr(self.asset, name))}"
            for name, old in (self.before or {}).items()
        )
        return ". ".join(told)

    def put(self, name: str, value: Any) -> None:
        """Let the asset have the value, keeping what it had."""
        old = getattr(self.asset, name)
        if self.before is not None and old != value:
            self.before.setdefault(name, old)
        setattr(self.asset, name, value)


@dataclass(slots=True)
class Plan:
    """``unchanged`` counts the rows of assets that are as the file says already."""

    new: list[Piece] = field(default_factory=list)
    changed: list[Piece] = field(default_factory=list)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def units(self) -> set[str]:
        """The HSA-ids of the units where something becomes otherwise."""
        touched = [*self.new, *self.changed]
        return {one.asset.unit.hsa_id for one in touched if one.asset.unit}


def _told(value: Any) -> str:
    return str(getattr(value, "name", value) or "tomt")
