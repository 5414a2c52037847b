"""Reading the outbox."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from portal.core.outbox.models import Message


def oldest_unsent_age(at: datetime) -> timedelta | None:
    """How long the oldest message that ought to have left has waited; None when nothing waits."""
    oldest = (
        Message.objects.filter(sent_at__isnull=True, available_at__lte=at)
        .order_by("available_at")
        .values_list("available_at", flat=True)
        .first()
    )
    return at - oldest if oldest else None


def failing(*, tries: int = 1) -> QuerySet[Message]:
    """What has been tried that many times and has not gone, the most tried first."""
    return Message.objects.filter(sent_at__isnull=True, attempts__gte=tries).order_by("-attempts", "pk")


def waiting() -> QuerySet[Message]:
    """What has not been tried yet, whether its time has come or not."""
    return Message.objects.filter(sent_at__isnull=True, attempts=0)
