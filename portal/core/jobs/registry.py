"""The jobs that there are. An app declares its own in its ``tasks`` module with ``@scheduled_job``; the settings say
when the clock starts each. Every job bears being run twice: the second run changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any

import structlog
from celery import shared_task
from django.utils.module_loading import autodiscover_modules

from portal.core import clock
from portal.core.jobs.actions import note_end, note_start
from portal.core.jobs.lock import alone

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """``name`` is the task's path. ``title`` and ``what`` are for people: a name, and one Swedish sentence."""

    name: str
    title: str
    what: str


_jobs: dict[str, Job] = {}


def scheduled_job(*, title: str, what: str) -> Callable[[Callable[[], None]], Any]:
    """Make a function a Celery task that runs alone, is timed, and writes down what became of it.

    A run that begins while another goes on does nothing. What the function raises is written down and raised again.
    """

    def declare(function: Callable[[], None]) -> Any:
        job = Job(f"{function.__module__}.{function.__name__}", title, what)
        _jobs[job.name] = job

        @wraps(function)
        def run() -> None:
            run_alone(job, function)

        return shared_task(name=job.name)(run)

    return declare


def run_alone(job: Job, function: Callable[[], None]) -> bool:
    """Run it under its lock. False: it runs already, and nothing was done."""
    with alone(job.name) as taken:
        if not taken:
            log.info("jobs.already_running", job=job.name)
            return False
        started_at = clock.now()
        note_start(job.name, at=started_at)
        try:
            function()
        except Exception as error:
            note_end(job.name, started_at=started_at, at=clock.now(), error=error)
            raise
        note_end(job.name, started_at=started_at, at=clock.now())
    return True


def known_jobs() -> tuple[Job, ...]:
    """Every job of the portal, by title."""
    _read_tasks()
    return tuple(sorted(_jobs.values(), key=lambda job: job.title))


def job_named(name: str) -> Job | None:
    _read_tasks()
    return _jobs.get(name)


@cache
def _read_tasks() -> None:
    # A worker reads every app's tasks when it starts; a web process only when someone asks for the jobs.
    autodiscover_modules("tasks")
