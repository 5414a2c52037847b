"""R8 and R9: many who use the portal at once, and a notice to all of them."""

from collections.abc import Collection
from dataclasses import dataclass

from portal.home.bench.promises import Row, percentile
from portal.home.soak.outcomes.state import seconds, within

TOLD_WITHIN = 60.0  # seconds, for a notice to be queued for every unit
MOST_P95 = 500.0  # milliseconds


@dataclass(frozen=True, slots=True)
class Request:
    """One click: when it began and ended, in seconds by one clock, and what it was answered."""

    began: float
    ended: float
    status: int
    path: str = ""


@dataclass(frozen=True, slots=True)
class Browsed:
    """R8. ``outages`` are the announced ones, from and to by the same clock; in them anything may be answered."""

    users: int
    requests: Collection[Request]
    outages: Collection[tuple[float, float]] = ()

    @property
    def outside(self) -> list[Request]:
        """Those that no outage touched."""
        return [
            one
            for one in self.requests
            if not any(one.began <= until and one.ended >= since for since, until in self.outages)
        ]

    @property
    def broken(self) -> list[Request]:
        return [one for one in self.outside if one.status >= 500 or one.status == 0]

    @property
    def p95(self) -> float:
        """Milliseconds."""
        return percentile(tuple(one.ended - one.began for one in self.outside), 95) * 1000

    @property
    def ordered(self) -> int:
        """Orders that were sent from their review page."""
        return sum(one.path.endswith("/granska/") and one.status == 302 for one in self.requests)

    def row(self, *, seconds: float) -> Row:
        """Nothing else happened meanwhile."""
        length = f"{seconds / 60:g} minuter" if seconds >= 60 else f"{seconds:g} sekunder"
        return Row(
            f"R8 {self.users} användare i {length}",
            f"inga 5xx, p95 under {MOST_P95:.0f} ms",
            f"{self._errors}, {self.ordered} beställningar"
            + (f", p95 {self.p95:.0f} ms" if self.outside else ""),
            self._unbroken and self.p95 < MOST_P95,
        )

    def row_meanwhile(self) -> Row:
        """While the portal was tormented, when nobody asks how fast it is."""
        return Row(
            "R8 Användare under proven ovan",
            "inga 5xx utom när databasen är borta",
            self._errors,
            self._unbroken,
        )

    @property
    def _errors(self) -> str:
        return f"{len(self.broken)} fel av {len(self.outside)} anrop"

    @property
    def _unbroken(self) -> bool:
        return bool(self.outside) and not self.broken


@dataclass(frozen=True, slots=True)
class Told:
    """R9. ``units`` are those that the notice concerns, ``reached`` those with somebody for whom it was queued."""

    units: int
    reached: int
    people: int
    took: float | None

    def row(self) -> Row:
        return Row(
            "R9 Ett meddelande publicerat",
            f"köat för varje berörd enhet inom {TOLD_WITHIN:.0f} s",
            f"{self.reached} av {self.units} enheter, {self.people} personer, på {seconds(self.took)}",
            self.units > 0 and self.reached == self.units and within((self.took,), TOLD_WITHIN),
        )
