"""How a region's services are, as anyone may know: no titles, no texts, no units.

What notices say is never read here, only which services they concern, what they do to them and when.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from django.db.models import Exists, OuterRef, Q

from entitlements.models import AppendixVersion, CatalogueItem
from entitlements.models import Kind as ItemKind
from entitlements.queries import catalogue_of
from portal.core.clock import local_date
from portal.core.text import capitalised
from portal.core.units.models import Region
from portal.notices.audience import Dimension
from portal.notices.models import Kind, Notice, NoticeAudience, State
from portal.notices.models.notice import GRAVE

REMEMBERED = timedelta(days=30)
"""How far back the page tells of outages that are over."""
TOLD_OF = (ItemKind.SERVICE, ItemKind.NETWORK)
NARROWING = (Dimension.PROGRAMME, Dimension.MUNICIPALITY, Dimension.UNIT, Dimension.EQUIPMENT)
"""What makes a notice concern some of the units that have a service."""


class Level(IntEnum):
    """How a service is, the worst last."""

    WORKS = 0
    PLANNED = 1
    MAINTENANCE = 2
    DISTURBED = 3
    BROKEN = 4


@dataclass(frozen=True, slots=True)
class Period:
    """What happens to a service, from when and until when. ``end`` None: nobody knows yet. ``partly``: for some of the
    units, which are not told."""

    level: Level
    start: datetime
    end: datetime | None
    partly: bool = False


@dataclass(frozen=True, slots=True)
class ServiceStatus:
    """A service and what goes on or is planned, what goes on first."""

    name: str
    periods: tuple[Period, ...]

    @property
    def level(self) -> Level:
        return max((period.level for period in self.periods), default=Level.WORKS)

    @property
    def partly(self) -> bool:
        """Whether all that is as bad concerns some of the units only."""
        return bool(self.periods) and all(one.partly for one in self.periods if one.level == self.level)

    @property
    def worst(self) -> Period | None:
        """The period that makes the service what it is now; of several planned, the first."""
        return max(self.periods, key=lambda period: (period.level, -period.start.timestamp()), default=None)


@dataclass(frozen=True, slots=True)
class PastOutage:
    """An outage of a service that is over."""

    name: str
    start: datetime
    end: datetime
    partly: bool


@dataclass(frozen=True, slots=True)
class RegionStatus:
    """Every service of the appendix in force, and the outages of the last 30 days, latest first."""

    services: tuple[ServiceStatus, ...]
    past: tuple[PastOutage, ...]

    @property
    def level(self) -> Level:
        return max((service.level for service in self.services), default=Level.WORKS)


@dataclass(frozen=True, slots=True)
class _Told:
    """What is read of a notice."""

    affects: list[str]
    kind: str
    impact: str
    state: str
    window_start: datetime | None
    window_end: datetime | None
    published_at: datetime
    closed_at: datetime | None
    partly: bool


def status_of(region: Region, at: datetime) -> RegionStatus:
    """How the region's services are. Two queries: the appendix is kept, but not which one holds."""
    told = _told_of(region, at)
    items = _items(region, at)
    services = tuple(ServiceStatus(_name(item), _periods(item.code, told, at)) for item in items)
    past = (
        PastOutage(_name(item), one.published_at, one.closed_at, one.partly)
        for item in items
        for one in told
        if one.closed_at is not None and item.code in one.affects
    )
    return RegionStatus(services, tuple(sorted(past, key=lambda outage: outage.end, reverse=True)))


def _told_of(region: Region, at: datetime) -> list[_Told]:
    """The open outages and maintenance, and the outages that have ended lately."""
    over = Q(kind=Kind.OUTAGE, closed_at__gt=at - REMEMBERED)
    narrowed = NoticeAudience.objects.filter(notice=OuterRef("pk"), dimension__in=NARROWING)
    rows = Notice.objects.annotate(partly=Exists(narrowed)).filter(
        Q(closed_at__isnull=True) | over,
        region=region,
        published_at__isnull=False,
        kind__in=(Kind.OUTAGE, Kind.MAINTENANCE),
    )
    return [_Told(*row) for row in rows.order_by("pk").values_list(*_Told.__slots__)]


def _items(region: Region, at: datetime) -> list[CatalogueItem]:
    version = AppendixVersion.objects.in_force(region.pk, local_date(at)).values_list("pk", flat=True).first()
    return [item for item in catalogue_of(version) if item.kind in TOLD_OF] if version else []


def _name(item: CatalogueItem) -> str:
    return capitalised(item.name)


def _periods(code: str, told: Iterable[_Told], at: datetime) -> tuple[Period, ...]:
    """What goes on with the service before what is planned, each in order of time."""
    found = [_period(one, at) for one in told if one.closed_at is None and code in one.affects]
    return tuple(sorted(found, key=lambda period: (period.level == Level.PLANNED, period.start)))


def _period(one: _Told, at: datetime) -> Period:
    if one.kind == Kind.OUTAGE:
        # What is mended and watched still is a disturbance, and no longer a grave one.
        grave = one.impact in GRAVE and one.state != State.MONITORING
        return Period(Level.BROKEN if grave else Level.DISTURBED, one.published_at, None, one.partly)
    start = one.window_start or one.published_at
    # Work whose hour has come goes on, whether or not its author has said so yet.
    begun = one.state != State.SCHEDULED or start <= at
    return Period(Level.MAINTENANCE if begun else Level.PLANNED, start, one.window_end, one.partly)
