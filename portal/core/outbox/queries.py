"""Reading the outbox."""

from datetime import datetime, timedelta

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
