"""Figures for Prometheus, reckoned from the database when asked, so that it does not matter which process answers."""

from django.db.models import Count, Max, Q

from portal.core import clock
from portal.core.outbox.models import Message
from portal.core.outbox.queries import oldest_unsent_age
from portal.operations.health import readiness


def exposition() -> str:
    """Prometheus' text format, version 0.0.4. Times in seconds. What lies in a database that is away is left out."""
    checks = readiness()
    lines = ["# TYPE portal_ready gauge"]
    lines += [f'portal_ready{{part="{check.name}"}} {int(check.ready)}' for check in checks]
    if all(check.ready for check in checks if check.name == "database"):
        for name, value in _outbox().items():
            lines += [f"# TYPE {name} gauge", f"{name} {value}"]
    return "\n".join(lines) + "\n"


def _outbox() -> dict[str, float]:
    unsent = Message.objects.filter(sent_at__isnull=True).aggregate(
        waiting=Count("pk"), failing=Count("pk", filter=Q(attempts__gt=0)), attempts=Max("attempts")
    )
    age = oldest_unsent_age(clock.now())
    return {
        "portal_outbox_waiting": unsent["waiting"],
        "portal_outbox_failing": unsent["failing"],
        "portal_outbox_most_attempts": unsent["attempts"] or 0,
        "portal_outbox_oldest_seconds": age.total_seconds() if age else 0,
    }
