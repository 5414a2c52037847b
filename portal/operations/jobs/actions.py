"""Running a job by hand. Here and not beside the jobs, since they stand on a floor that knows no roles."""

from datetime import datetime

from django.db import transaction

from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.errors import Conflict, Missing
from portal.core.jobs.queries import is_running
from portal.core.jobs.registry import job_named
from portal.core.outbox.actions import enqueue
from portal.core.people.models import User
from portal.core.units.queries import roles_of
from portal.operations.access import may_look_after_work

KIND = "job.run_now"


def run_now(*, name: str, by: User, at: datetime) -> None:
    """Ask the worker for one run, beside those of the clock.

    Raises NotAllowed for anyone but an administrator, Missing for a job that is not there, and Conflict while it runs.
    """
    require(may_look_after_work(roles_of(by, local_date(at))))
    job = job_named(name)
    if job is None:
        raise Missing("no_such_job", "Jobbet finns inte längre. Läs in sidan igen.")
    if is_running(name):
        raise Conflict(
            "job_running", f"”{job.title}” körs redan. Läs in sidan igen om en stund för att se hur det gick."
        )
    with transaction.atomic():
        record(KIND, by=by, at=at, subject=("job", job.title), after={"job": job.name})
        enqueue(KIND, payload={"job": job.name}, dedupe_key=f"{KIND}:{job.name}:{at.isoformat()}", at=at)
