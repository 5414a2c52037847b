"""``manage.py check_beat``: the health check of the clock's container."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Max
from django_celery_beat.models import PeriodicTask

from portal.core import clock

# Beat writes down what it has run every fifth minute at most.
PATIENCE = timedelta(minutes=10)


class Command(BaseCommand):
    help = "Säger ifrån när klockan (celery beat) inte har startat någon uppgift på tio minuter."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        latest = PeriodicTask.objects.filter(enabled=True).aggregate(Max("last_run_at"))["last_run_at__max"]
        if latest is None or clock.now() - latest > PATIENCE:
            raise CommandError(f"Klockan går inte: senast {latest}.")
