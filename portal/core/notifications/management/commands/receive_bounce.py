"""Take a delivery status message from a mail server, so that the address is known not to work."""

import sys
from email import message_from_binary_file, policy
from typing import Any

from django.core.management.base import BaseCommand

from portal.core import clock
from portal.core.notifications.actions.bounces import note_bounce
from portal.core.notifications.delivery_status import read_bounce


class Command(BaseCommand):
    help = "Läs ett studsat mejl (RFC 3464) från standard in och anteckna att det inte kom fram."

    def handle(self, *args: Any, **options: Any) -> None:
        bounce = read_bounce(message_from_binary_file(sys.stdin.buffer, policy=policy.default))
        if bounce is None:
            self.stdout.write("Inget att anteckna: meddelandet säger inte att ett mejl har misslyckats.")
            return
        count = note_bounce(message_id=bounce.message_id, failure=bounce.failure, at=clock.now())
        noted = "1 avisering antecknad" if count == 1 else f"{count} aviseringar antecknade"
        self.stdout.write(f"{noted}: {bounce.failure}")
