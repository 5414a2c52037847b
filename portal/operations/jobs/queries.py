"""The scheduled jobs as the page shows them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.core.jobs.models import ScheduledJob
from portal.core.jobs.queries import Standing, standings
from portal.core.jobs.registry import Job, known_jobs
from portal.core.web.formatting import NBSP, number
from portal.operations.jobs.clockwork import Entry, entries_by_task
from portal.operations.jobs.often import next_run, often


@dataclass(frozen=True, slots=True)
class State:
    """A word for how the last run went, with the colour and icon of its tag."""

    label: str
    color: str
    icon: str


NEVER = State("Har aldrig körts", "neutral", "clock")
RUNNING = State("Pågår", "info", "refresh-cw")
CUT_OFF = State("Avbröts", "warning", "triangle-alert")
WENT_WELL = State("Gick bra", "success", "circle-check")
FAILED = State("Misslyckades", "danger", "circle-alert")


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job. ``next_at`` None: the clock has not begun with it yet, or does not start it (``off``)."""

    job: Job
    often: str
    next_at: datetime | None
    off: bool
    state: State
    last: ScheduledJob | None
    took: str


def job_rows(at: datetime) -> list[JobRow]:
    """Every job there is, by title, with or without a run. Four queries."""
    jobs = known_jobs()
    entries, found = entries_by_task(), standings([job.name for job in jobs])
    return [_row(job, entries.get(job.name, []), found[job.name], at) for job in jobs]


def _row(job: Job, entries: list[Entry], standing: Standing, at: datetime) -> JobRow:
    going = [entry for entry in entries if entry.enabled]
    last = standing.last
    coming = [
        next_run(entry.schedule, last=entry.last or (last and last.last_started_at), at=at) for entry in going
    ]
    took = last.took if last and not standing.running else None
    return JobRow(
        job=job,
        often="; ".join(often(entry.schedule) for entry in entries) or "bara för hand",
        next_at=min((one for one in coming if one), default=None),
        off=bool(entries) and not going,
        state=_state(standing),
        last=last,
        took="" if took is None else duration(took),
    )


def _state(standing: Standing) -> State:
    if standing.running:
        return RUNNING
    if standing.last is None:
        return NEVER
    if standing.cut_off:
        return CUT_OFF
    return WENT_WELL if standing.last.last_outcome == ScheduledJob.Outcome.OK else FAILED


def duration(took: timedelta) -> str:
    """ "0,2 s", "14 s", "3 min"."""
    seconds = took.total_seconds()
    if seconds < 10:
        return f"{number(max(round(seconds, 1), 0.1))}{NBSP}s"
    return f"{round(seconds)}{NBSP}s" if seconds < 120 else f"{round(seconds / 60)}{NBSP}min"
