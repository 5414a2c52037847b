"""The administrator's page of scheduled jobs: what it shows in each state, and a run by hand."""

import re
from datetime import UTC, datetime, timedelta

import psycopg2
import pytest
from celery.schedules import crontab, schedule
from django.urls import reverse
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

from portal.core import clock
from portal.core.audit.models import AuditEvent
from portal.core.audit.words import subject_name, words_of
from portal.core.errors import NotAllowed
from portal.core.jobs.lock import SPACE, key_of
from portal.core.jobs.models import ScheduledJob
from portal.core.outbox.models import Message
from portal.core.outbox.tasks import sweep
from portal.operations.jobs.actions import KIND, run_now
from portal.operations.jobs.often import next_run, often
from portal.operations.jobs.queries import duration
from tests.fixtures.live import LiveWorker, wait_for
from tests.orders.making import queries_of
from tests.world import NOW, World, make_world

PAGE = reverse("operations:jobs")
SWEEP = "portal.core.outbox.tasks.sweep"
REMIND = "orders.tasks.remind_waiting_orders"


@pytest.fixture
def administrator(client, world: World):
    client.force_login(world.administrator)
    return client


def shown(client) -> str:
    return client.get(PAGE).content.decode().replace("\u00a0", " ")


def ran(name: str, **more) -> ScheduledJob:
    now = clock.now()
    values = {
        "last_started_at": now - timedelta(seconds=14),
        "last_ended_at": now,
        "last_outcome": "OK",
        "runs": 3,
    }
    return ScheduledJob.objects.create(name=name, **(values | more))


def stored(name: str, task: str, **more) -> PeriodicTask:
    """As the clock stores its schedule."""
    return PeriodicTask.objects.create(name=name, task=task, **more)


def test_a_job_that_never_ran_is_there(administrator) -> None:
    page = shown(administrator)
    for text in ("Töm utkorgen", "Varje minut", "Nästa: när klockan startar", "Har aldrig körts"):
        assert text in page
    for text in ("Påminn om beställningar som väntar", "Varje dag kl. 07.00", "Påminner om beställningar"):
        assert text in page
    assert not ScheduledJob.objects.exists()


def test_a_run_that_went_well(administrator) -> None:
    ran(SWEEP)
    page = shown(administrator)
    assert "Gick bra" in page
    assert "tog 14 s" in page
    assert "misslyckad" not in page


def test_a_failure_tells_its_error(administrator) -> None:
    ran(SWEEP, last_outcome="FAILED", last_error="OSError: <servern> svarar inte", failures=2)
    page = shown(administrator)
    assert "Misslyckades" in page
    assert "OSError: &lt;servern&gt; svarar inte" in page
    assert "2 misslyckade av 3 körningar" in page


def test_a_run_that_was_cut_off(administrator) -> None:
    ran(SWEEP, last_ended_at=None, last_outcome="")
    page = shown(administrator)
    assert "Avbröts" in page
    assert "Pågår" not in page


def test_a_run_that_goes_on_is_shown_and_not_started_again(
    administrator, owner_role_connection: psycopg2.extensions.connection
) -> None:
    ran(SWEEP, last_ended_at=None, last_outcome="")
    with owner_role_connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [SPACE, key_of(SWEEP)])
        assert "Pågår" in shown(administrator)
        answer = administrator.post(PAGE, {"jobb": SWEEP}, follow=True).content.decode()
        cursor.execute("SELECT pg_advisory_unlock_all()")
    assert "”Töm utkorgen” körs redan" in answer
    assert not AuditEvent.objects.filter(kind=KIND).exists()
    assert not Message.objects.filter(kind=KIND).exists()


def test_run_now_is_logged_and_put_in_the_outbox(administrator, world: World) -> None:
    answer = administrator.post(PAGE, {"jobb": REMIND})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert "Jobbet är skickat till arbetaren." in shown(administrator)
    event = AuditEvent.objects.get(kind=KIND)
    assert (event.actor, event.subject_kind, event.subject) == (
        world.administrator.hsa_id,
        "job",
        "Påminn om beställningar som väntar",
    )
    assert words_of(KIND).title == "Jobb startat för hand"
    assert subject_name("job") == "Jobb"
    assert Message.objects.get(kind=KIND).payload == {"job": REMIND}


def test_the_worker_runs_it(client, live_worker: LiveWorker) -> None:
    world = make_world()
    run_now(name=REMIND, by=world.administrator, at=clock.now())
    wait_for(lambda: ScheduledJob.objects.filter(name=REMIND, last_outcome="OK").exists(), seconds=120)
    assert Message.objects.get(kind=KIND).sent_at is not None


@pytest.mark.parametrize("name", ["", "os.system", "portal.core.outbox.tasks.drain", "\x00"])
def test_what_is_no_job_is_not_run(administrator, name: str) -> None:
    assert administrator.post(PAGE, {"jobb": name}).status_code == 404
    assert not Message.objects.filter(kind=KIND).exists()


@pytest.mark.parametrize("name", ["head", "coordinator", "manager", "reviewer", "nobody"])
def test_others_neither_see_nor_run(client, world: World, name: str) -> None:
    person = getattr(world, name)
    client.force_login(person)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"jobb": SWEEP}).status_code == 403
    assert PAGE not in client.get("/").content.decode()
    with pytest.raises(NotAllowed):
        run_now(name=SWEEP, by=person, at=clock.now())
    assert not Message.objects.filter(kind=KIND).exists()


def test_it_is_in_the_administrators_menu(administrator) -> None:
    assert f'href="{PAGE}"' in administrator.get(reverse("units:administration")).content.decode()


def test_queries_do_not_grow(administrator) -> None:
    administrator.get(PAGE)
    none = queries_of(lambda: administrator.get(PAGE))
    ran(SWEEP)
    assert queries_of(lambda: administrator.get(PAGE)) == none
    ran(REMIND)
    minute = IntervalSchedule.objects.create(every=1, period="minutes")
    stored("Töm utkorgen", SWEEP, interval=minute)
    assert queries_of(lambda: administrator.get(PAGE)) == none


def test_what_the_clock_has_stored_goes_before_the_settings(administrator) -> None:
    six = CrontabSchedule.objects.create(minute="30", hour="6", timezone="Europe/Stockholm")
    stored("Påminn om beställningar som väntar", REMIND, crontab=six)
    off = stored("Töm utkorgen", SWEEP, interval=IntervalSchedule.objects.create(every=5, period="minutes"))
    PeriodicTask.objects.filter(pk=off.pk).update(enabled=False)
    page = shown(administrator)
    assert "Varje dag kl. 06.30" in page
    assert "Var 5:e minut" in page
    assert "Avstängt i klockans schema" in page


def test_a_clock_that_has_stopped_is_told_of(administrator) -> None:
    assert "Klockan har inte skrivit upp" in shown(administrator)
    minute = IntervalSchedule.objects.create(every=1, period="minutes")
    row = stored("Töm utkorgen", SWEEP, interval=minute, last_run_at=clock.now())
    page = shown(administrator)
    assert "Klockan" not in page
    assert re.search(r"Nästa: <time [^>]+>i (dag|morgon) kl\.", page)
    PeriodicTask.objects.filter(pk=row.pk).update(last_run_at=clock.now() - timedelta(minutes=11))
    assert "Klockan går inte." in shown(administrator)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (schedule(timedelta(seconds=30)), "var 30:e sekund"),
        (schedule(timedelta(minutes=1)), "varje minut"),
        (schedule(timedelta(minutes=2)), "varannan minut"),
        (schedule(timedelta(minutes=15)), "var 15:e minut"),
        (schedule(timedelta(minutes=21)), "var 21:a minut"),
        (schedule(timedelta(hours=12)), "var 12:e timme"),
        (schedule(timedelta(days=1)), "varje dygn"),
        (schedule(timedelta(days=2)), "vartannat dygn"),
        (crontab(hour="7", minute="0"), "varje dag kl. 07.00"),
        (crontab(hour="6,18", minute="30"), "varje dag kl. 06.30 och 18.30"),
        (crontab(hour="7", minute="5", day_of_week="1-5"), "måndag till fredag kl. 07.05"),
        (crontab(hour="7", minute="0", day_of_week="mon,thu"), "varje måndag och torsdag kl. 07.00"),
        (crontab(hour="3", minute="0", day_of_month="1"), "den 1:a varje månad kl. 03.00"),
        (crontab(hour="3", minute="0", day_of_month="12"), "den 12:e varje månad kl. 03.00"),
        (crontab(), "varje minut"),
        (crontab(minute="0"), "varje timme"),
        (crontab(minute="20"), "varje timme, 20 minuter över"),
        (crontab(minute="*/10"), "var 10:e minut"),
        (crontab(minute="0,30"), "var 30:e minut"),
        (crontab(minute="1,7"), "enligt schemat 1,7 * * * *"),
        (crontab(minute="0", hour="3", month_of_year="6"), "enligt schemat 0 3 * 6 *"),
        (crontab(minute="*", hour="8-16"), "enligt schemat * 8-16 * * *"),
    ],
)
def test_how_often_in_words(given, words: str) -> None:
    assert often(given) == words


def test_when_next() -> None:
    minute = schedule(timedelta(minutes=1))
    assert next_run(minute, last=None, at=NOW) is None
    assert next_run(minute, last=NOW - timedelta(seconds=200), at=NOW) == NOW + timedelta(seconds=40)
    assert next_run(minute, last=NOW, at=NOW) == NOW + timedelta(minutes=1)
    seven = crontab(hour="7", minute="0", nowfun=clock.now)
    assert next_run(seven, last=None, at=NOW) == datetime(2026, 11, 19, 6, 0, tzinfo=UTC)
    # The night that summer time ends: seven o'clock is seven o'clock.
    before = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
    assert next_run(seven, last=None, at=before) == datetime(2026, 10, 25, 6, 0, tzinfo=UTC)


def test_durations() -> None:
    shown = {
        seconds: duration(timedelta(seconds=seconds)).replace("\u00a0", " ")
        for seconds in (0, 1.26, 14.4, 180)
    }
    assert list(shown.values()) == ["0,1 s", "1,3 s", "14 s", "3 min"]


@pytest.mark.django_db
def test_the_sweep_is_the_one_that_the_clock_calls(settings) -> None:
    assert settings.CELERY_BEAT_SCHEDULE["Töm utkorgen"]["task"] == sweep.name == SWEEP
