"""``manage.py load_demo``: the made-up region, when the database is empty."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inventory.models import Asset
from orders.models import Order
from portal.core import clock
from portal.core.errors import Conflict, Refusal
from portal.home.demo.load import load_demo


class Command(BaseCommand):
    help = "Läser in en påhittad region med ett års historia i en tom databas. Bara i demon."

    def handle(self, **options: Any) -> None:
        started = time.monotonic()
        try:
            story = load_demo(at=clock.now())
        except Conflict as refusal:
            self.stdout.write(refusal.message)
            return
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(
            f"{story.region.name}: {len(story.units)} enheter, {Order.objects.count()} beställningar och"
            f" {Asset.objects.count()} inventarier på {time.monotonic() - started:.1f} s."
        )
