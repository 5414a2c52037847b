"""Reading how the jobs stand: those that have run, and those that run now."""

from dataclasses import dataclass

from portal.core.jobs.lock import held_keys, key_of
from portal.core.jobs.models import ScheduledJob


@dataclass(frozen=True, slots=True)
class Standing:
    """One job's last run; ``last`` is None before its first. ``running``: now, in some process."""

    last: ScheduledJob | None
    running: bool

    @property
    def cut_off(self) -> bool:
        """It began and never ended: its worker was killed."""
        return self.last is not None and self.last.last_ended_at is None and not self.running


def standings(names: list[str]) -> dict[str, Standing]:
    """How each of the named jobs stands. Three queries."""
    # The locks before and after the rows: a run that begins or ends in between is not taken for one that was cut off.
    held = held_keys()
    rows = {row.name: row for row in ScheduledJob.objects.filter(name__in=names)}
    held |= held_keys()
    return {name: Standing(rows.get(name), key_of(name) in held) for name in names}


def is_running(name: str) -> bool:
    """Whether a run of the job goes on now. One query."""
    return key_of(name) in held_keys()
