"""Scheduled jobs: one run at a time, every outcome written down, and nothing changed by a second run."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import psycopg2
import pytest
from celery import current_app
from django.conf import settings
from django.core import serializers
from django.db import connection, transaction

from portal.core import clock
from portal.core.jobs.lock import SPACE, held_keys, key_of
from portal.core.jobs.models import ScheduledJob
from portal.core.jobs.queries import Standing, is_running, standings
from portal.core.jobs.registry import Job, job_named, known_jobs, run_alone
from portal.core.outbox.models import Message
from portal.core.people.models import User
from portal.embedded.postgres import APP
from tests import steps
from tests.fixtures.live import wait_for
from tests.fixtures.servers import ROOT, Servers
from tests.house.source import own_models
from tests.world import NOW, World, make_person

JOB = Job("tests.job", "Prova", "Provar.")
RUNS_LONG = """
import django, time
django.setup()
from portal.core.jobs.registry import Job, run_alone
run_alone(Job("tests.job", "Prova", "Provar."), lambda: time.sleep(120))
"""


def standing() -> Standing:
    return standings([JOB.name])[JOB.name]


@pytest.fixture
def held(owner_role_connection: psycopg2.extensions.connection) -> Iterator[None]:
    """Another process runs the job."""
    with owner_role_connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [SPACE, key_of(JOB.name)])
        yield
        cursor.execute("SELECT pg_advisory_unlock_all()")


@pytest.mark.django_db
def test_a_run_is_timed_and_written_down() -> None:
    before = clock.now()
    seen: list[bool] = []
    assert run_alone(JOB, lambda: seen.append(standing().running))
    row = ScheduledJob.objects.get(name=JOB.name)
    assert seen == [True]
    assert (row.last_outcome, row.last_error, row.runs, row.failures) == ("OK", "", 1, 0)
    assert before <= row.last_started_at <= row.last_ended_at <= clock.now()
    assert row.took == row.last_ended_at - row.last_started_at
    assert standing() == Standing(row, False)
    run_alone(JOB, lambda: None)
    assert ScheduledJob.objects.get(name=JOB.name).runs == 2


@pytest.mark.django_db
def test_a_run_beside_another_does_nothing(held: None) -> None:
    done: list[int] = []
    assert not run_alone(JOB, lambda: done.append(1))
    assert done == []
    assert not ScheduledJob.objects.exists()
    assert is_running(JOB.name)


@pytest.mark.django_db
def test_the_lock_is_given_back_when_the_run_is_over(
    owner_role_connection: psycopg2.extensions.connection,
) -> None:
    def fails() -> None:
        raise RuntimeError("nej")

    run_alone(JOB, lambda: None)
    with pytest.raises(RuntimeError):
        run_alone(JOB, fails)
    with owner_role_connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [SPACE, key_of(JOB.name)])
        assert cursor.fetchone() == (True,)


@pytest.mark.django_db(transaction=True)
def test_a_failure_is_written_down_and_what_the_job_wrote_is_not() -> None:
    def fails() -> None:
        with transaction.atomic():
            make_person("X001", "Halv", "Gjord")
            raise RuntimeError("registret\0 svarar inte")

    with pytest.raises(RuntimeError, match="svarar inte"):
        run_alone(JOB, fails)
    row = ScheduledJob.objects.get(name=JOB.name)
    assert not User.objects.exists()
    assert (row.last_outcome, row.last_error) == ("FAILED", "RuntimeError: registret svarar inte")
    assert (row.runs, row.failures) == (1, 1)
    run_alone(JOB, lambda: None)
    row.refresh_from_db()
    assert (row.last_outcome, row.last_error, row.runs, row.failures) == ("OK", "", 2, 1)


@pytest.mark.django_db(transaction=True)
def test_a_run_whose_connection_is_lost_is_written_down(
    owner_role_connection: psycopg2.extensions.connection,
) -> None:
    def loses_its_connection() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            mine = cursor.fetchone()[0]
        with owner_role_connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [mine])
        User.objects.exists()

    with pytest.raises(Exception, match=r"(?i)connection|terminat"):
        run_alone(JOB, loses_its_connection)
    row = ScheduledJob.objects.get(name=JOB.name)
    assert row.last_outcome == "FAILED"
    assert row.last_error.startswith("OperationalError: ")
    assert run_alone(JOB, lambda: None)


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_a_run_that_never_ended_and_no_lock(servers: Servers) -> None:
    environment = servers.environment(role=APP)
    process = subprocess.Popen([sys.executable, "-c", RUNS_LONG], cwd=ROOT, env=environment)
    try:
        wait_for(lambda: ScheduledJob.objects.exists(), seconds=120)
        assert standing().running
        assert not standing().cut_off
        assert not run_alone(JOB, lambda: None)
    finally:
        process.kill()
        process.wait()
    wait_for(lambda: not held_keys())
    assert standing().cut_off
    assert run_alone(JOB, lambda: None)
    assert not standing().cut_off


@pytest.mark.django_db
def test_a_job_that_never_ran_has_no_row_and_the_list_is_three_queries(django_assert_num_queries) -> None:
    with django_assert_num_queries(3):
        found = standings([job.name for job in known_jobs()])
    assert set(found.values()) == {Standing(None, False)}


def test_everything_that_the_clock_starts_is_a_job_of_ours() -> None:
    for title, entry in settings.CELERY_BEAT_SCHEDULE.items():
        job = job_named(entry["task"])
        assert job is not None, f"{title}: {entry['task']} is no scheduled job"
        assert job.title == title
        assert job.what.endswith(".")


def test_jobs_have_keys_of_their_own() -> None:
    keys = {key_of(job.name) for job in known_jobs()}
    assert len(keys) == len(known_jobs()) >= 2
    assert all(0 <= key < 2**31 for key in keys)
    assert key_of(JOB.name) == 0x1AE1704E


def contents() -> dict[str, str]:
    """Every row of every table of the portal's own, but for how the jobs themselves went."""
    return {
        model._meta.label: serializers.serialize("json", model._default_manager.order_by("pk"))
        for model in own_models()
        if model is not ScheduledJob
    }


def test_every_job_run_twice_leaves_what_one_run_leaves(world: World) -> None:
    steps.submitted(world, at=NOW - timedelta(days=30))
    steps.checked(world, at=NOW - timedelta(days=30))
    steps.delivered(world, at=NOW - timedelta(days=30))
    for job in known_jobs():
        task = current_app.tasks[job.name]
        before = contents()
        task()
        once = contents()
        task()
        assert contents() == once, job.name
        if job.name == "orders.tasks.remind_waiting_orders":
            assert once != before, "the world gives it nothing to do"
        row = ScheduledJob.objects.get(name=job.name)
        assert (row.last_outcome, row.runs) == ("OK", 2)
    assert Message.objects.filter(sent_at__isnull=False).exists()
