"""The demo's calendar: acts are planned in any order and carried out in the order in which they happened.

Days are counted backwards in workdays from the last one that has begun, so that the demo looks the same whatever day
it is loaded on: 0 is today, from ten in the morning of a workday.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from entitlements.models import CatalogueItem
from portal.core.clock import STOCKHOLM, add_workdays, is_workday
from portal.core.people.models import User
from portal.core.units.models import CareUnit, Region

SEED = 1985
YEAR = 245  # workdays
OPENING = time(10)

Act = Callable[[datetime], None]


@dataclass
class Story:
    """What the demo consists of while it is being made: who and where by key, and what is to happen. ``renewed_at`` is
    when the appendix got another version during the year, if it did."""

    now: datetime
    region: Region
    rng: Random = field(default_factory=lambda: Random(SEED))  # nosec B311
    items: dict[str, CatalogueItem] = field(default_factory=dict)
    units: dict[str, CareUnit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    heads: dict[str, User] = field(default_factory=dict)
    contacts: dict[str, User] = field(default_factory=dict)
    renewed_at: datetime | None = None
    _planned: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _order: count = field(default_factory=count)
    _serials: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.workdays = _workdays_back(self.now)

    @property
    def today(self) -> date:
        return self.now.astimezone(STOCKHOLM).date()

    @property
    def begins_on(self) -> date:
        """The day that the year's history begins."""
        return self.workdays[YEAR]

    def moment(self, workdays_ago: int, hour: int, minute: int = 0) -> datetime:
        """A time of day, so many workdays back; never later than two minutes ago."""
        at = datetime.combine(self.workdays[workdays_ago], time(hour, minute), tzinfo=STOCKHOLM)
        return self.until_now(at)

    def until_now(self, at: datetime) -> datetime:
        """The moment itself, but never later than two minutes ago."""
        return min(at, self.now - timedelta(minutes=2))

    def later(self, at: datetime, workdays: int, hours: int = 0) -> datetime:
        """The same time some workdays later."""
        day = at.astimezone(STOCKHOLM).date()
        return at + (add_workdays(day, workdays) - day) + timedelta(hours=hours)

    def plan(self, at: datetime, act: Act) -> None:
        heapq.heappush(self._planned, (at, next(self._order), act))

    def happen(self) -> None:
        """Carry out everything planned, the earliest first."""
        while self._planned:
            at, _, act = heapq.heappop(self._planned)
            act(at)

    def serial(self) -> str:
        """An invented serial number that nobody has yet."""
        while True:
            text = self.rng.choice(("5CG", "8VB", "CND", "MXL")) + "".join(
                self.rng.choices("0123456789BCDFGHJKLMNPRSTVWXZ", k=7)
            )
            if text not in self._serials:
                self._serials.add(text)
                return text


def _workdays_back(now: datetime) -> list[date]:
    here = now.astimezone(STOCKHOLM)
    day = here.date() if here.time() >= OPENING else here.date() - timedelta(days=1)
    days: list[date] = []
    while len(days) <= YEAR:
        if is_workday(day):
            days.append(day)
        day -= timedelta(days=1)
    return days
