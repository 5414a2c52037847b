"""When the scheduled jobs run. The names are what the page of jobs and the scheduler's own table call them."""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab


def beat_schedule(*, sweep_seconds: int) -> dict[str, dict[str, Any]]:
    """What Celery's beat is given at the start."""
    return {
        "Töm utkorgen": {
            "task": "portal.core.outbox.tasks.sweep",
            "schedule": timedelta(seconds=sweep_seconds),
        },
        "Skicka dagens sammanställning": {
            "task": "portal.core.notifications.tasks.send_digests",
            "schedule": crontab(hour="7", minute="0"),
        },
        "Påminn om beställningar som väntar": {
            "task": "orders.tasks.remind_waiting_orders",
            "schedule": crontab(hour="7", minute="0"),
        },
        "Ta bort hämtade listor": {
            "task": "inventory.tasks.drop_exports",
            "schedule": crontab(minute="40"),
        },
        "Ta bort filer som inte importerades": {
            "task": "inventory.imports.tasks.drop_uploads",
            "schedule": crontab(hour="3", minute="10"),
        },
        "Ta bort mötesunderlag": {
            "task": "portal.home.dashboards.tasks.drop_sheets",
            "schedule": crontab(minute="50"),
        },
        "Påminn om uppdateringar": {
            "task": "portal.notices.tasks.ask_for_news",
            "schedule": timedelta(minutes=1),
        },
        "Påminn om kvittenser": {
            "task": "portal.notices.tasks.ask_for_acknowledgement",
            "schedule": crontab(hour="7", minute="5"),
        },
        "Öppna schemalagda inventeringar": {
            "task": "inventory.rounds.tasks.open_due_rounds",
            "schedule": crontab(hour="5", minute="30"),
        },
        "Påminn om inventeringar": {
            "task": "inventory.rounds.tasks.remind_units_of_rounds",
            "schedule": crontab(hour="7", minute="10"),
        },
        "Öppna återlämning när avtal upphör": {
            "task": "inventory.returns.tasks.open_ending",
            "schedule": crontab(hour="5", minute="40"),
        },
        "Påminn om återlämningar": {
            "task": "inventory.returns.tasks.remind",
            "schedule": crontab(hour="7", minute="15"),
        },
        "Påminn om lån": {
            "task": "inventory.incidents.tasks.remind_of_due_loans",
            "schedule": crontab(hour="7", minute="20"),
        },
        "Påminn om beslut som inte är genomförda": {
            "task": "inventory.incidents.tasks.remind_of_stalled_incidents",
            "schedule": crontab(hour="7", minute="25"),
        },
        "Påminn om datorer som inte setts": {
            "task": "inventory.network.tasks.remind_of_unseen_computers",
            "schedule": crontab(day_of_month="1", hour="7", minute="10"),
        },
        "Håll målgrupperna aktuella": {
            "task": "portal.notices.tasks.keep_audiences_current",
            "schedule": crontab(minute="20"),
        },
    }
