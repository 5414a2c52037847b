"""``manage.py check_beat``: the health check of the clock's container."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.core import clock
from portal.operations.jobs.clockwork import has_stopped, last_stroke


class Command(BaseCommand):
    help = "Säger ifrån när klockan (celery beat) inte har startat någon uppgift på tio minuter."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        latest = last_stroke()
        if has_stopped(latest, at=clock.now()):
            raise CommandError(f"Klockan går inte: senast {latest}.")
