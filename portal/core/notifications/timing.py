"""When a mail is due: at once, after the quiet hours, or with the digest of the day. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from portal.core.clock import STOCKHOLM

DIGEST_AT = time(7, 0)
"""When the daily digest is gathered, local time."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the day, local time, in which a person wants no mail; past midnight when they end before they start."""

    starts: time
    ends: time

    def holds(self, moment: time) -> bool:
        if self.starts < self.ends:
            return self.starts <= moment < self.ends
        return moment >= self.starts or moment < self.ends


def after_quiet(at: datetime, quiet: Quiet | None) -> datetime:
    """The moment itself, or the end of the quiet hours that it falls in."""
    local = at.astimezone(STOCKHOLM)
    if quiet is None or not quiet.holds(local.time()):
        return at
    day = local.date() + timedelta(days=local.time() >= quiet.ends)
    return _first_after(at, day, quiet.ends)


def next_digest(at: datetime) -> datetime:
    """The first time after the moment that the digest is gathered."""
    day = at.astimezone(STOCKHOLM).date()
    today = _first_after(at, day, DIGEST_AT)
    return today if today > at else _first_after(at, day + timedelta(days=1), DIGEST_AT)


def _first_after(at: datetime, day: date, clock: time) -> datetime:
    """The clock's time on the day, in UTC. In the hour that comes twice in autumn it is the one that is still ahead."""
    local = datetime.combine(day, clock, STOCKHOLM)
    first = local.astimezone(UTC)
    return first if first > at else local.replace(fold=1).astimezone(UTC)
