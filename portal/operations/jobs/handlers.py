"""What follows when someone asks for a run: its task is sent to the worker. Sent twice it does no harm: of two runs
at the same time one does nothing, and of two after each other the second changes nothing."""

from datetime import datetime
from typing import Any

from celery import current_app

from portal.core.jobs.registry import job_named


def start_job(payload: dict[str, Any], at: datetime) -> None:
    """Send the task. Raises when the broker is away, and is then tried again; a job that is gone is let be."""
    if job_named(payload["job"]) is not None:
        current_app.send_task(payload["job"], retry=False, ignore_result=True)
