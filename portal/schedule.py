"""When the scheduled jobs run. The names are what the page of jobs and the scheduler's own table call them."""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab


def beat_schedule(*, sweep_seconds: int) -> dict[str, dict[str, Any]]:
    """What Celery's beat is given at the start."""
    jobs: dict[str, tuple[str, timedelta | crontab]] = {
        "Töm utkorgen": ("portal.core.outbox.tasks.sweep", timedelta(seconds=sweep_seconds)),
        "Skicka dagens sammanställning": (
            "portal.core.notifications.tasks.send_digests",
            crontab(hour="7", minute="0"),
        ),
        "Påminn om beställningar som väntar": (
            "orders.tasks.remind_waiting_orders",
            crontab(hour="7", minute="0"),
        ),
        "Ta bort hämtade listor": ("inventory.tasks.drop_exports", crontab(minute="40")),
        "Ta bort filer som inte importerades": (
            "inventory.imports.tasks.drop_uploads",
            crontab(hour="3", minute="10"),
        ),
        "Ta bort mötesunderlag": ("portal.home.dashboards.tasks.drop_sheets", crontab(minute="50")),
        "Påminn om uppdateringar": ("portal.notices.tasks.ask_for_news", timedelta(minutes=1)),
        "Påminn om kvittenser": (
            "portal.notices.tasks.ask_for_acknowledgement",
            crontab(hour="7", minute="5"),
        ),
        "Öppna schemalagda inventeringar": (
            "inventory.rounds.tasks.open_due_rounds",
            crontab(hour="5", minute="30"),
        ),
        "Påminn om inventeringar": (
            "inventory.rounds.tasks.remind_units_of_rounds",
            crontab(hour="7", minute="10"),
        ),
        "Öppna återlämning när avtal upphör": (
            "inventory.returns.tasks.open_ending",
            crontab(hour="5", minute="40"),
        ),
        "Påminn om återlämningar": ("inventory.returns.tasks.remind", crontab(hour="7", minute="15")),
        "Påminn om lån": ("inventory.incidents.tasks.remind_of_due_loans", crontab(hour="7", minute="20")),
        "Påminn om beslut som inte är genomförda": (
            "inventory.incidents.tasks.remind_of_stalled_incidents",
            crontab(hour="7", minute="25"),
        ),
        "Påminn om datorer som inte setts": (
            "inventory.network.tasks.remind_of_unseen_computers",
            crontab(day_of_month="1", hour="7", minute="10"),
        ),
        "Håll målgrupperna aktuella": ("portal.notices.tasks.keep_audiences_current", crontab(minute="20")),
    }
    return {title: {"task": task, "schedule": when} for title, (task, when) in jobs.items()}
