"""A mail that left the portal came back."""

from datetime import datetime

from portal.core.notifications.models import Notification


def note_bounce(*, message_id: str, failure: str, at: datetime) -> int:
    """Mark what the mail told of as failed, with the reason in Swedish; give how many that was. A digest told of many.

    A mail that the portal does not know or that has bounced before changes nothing.
    """
    rows = Notification.objects.filter(message_id=message_id, sent_at__isnull=False, failed_at=None)
    return rows.exclude(message_id="").update(failed_at=at, failure=failure)
