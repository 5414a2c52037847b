"""Writing down what became of a mail."""

from datetime import datetime

from portal.core.notifications.digest import Gathered
from portal.core.notifications.models import Notification


def note_mail(*, mail: Notification, gathered: Gathered | None, at: datetime) -> None:
    """Keep how it went with the mail. What became of a digest became of each of the lines that it gathered."""
    mail.save(
        update_fields=["settled_at", "subject", "message_id", "address", "sent_at", "failed_at", "failure"]
    )
    if gathered is None:
        return
    for row, line in zip(gathered.told, gathered.lines, strict=True):
        row.subject, row.address, row.message_id = line.subject[:200], mail.address, mail.message_id
        row.sent_at, row.failed_at, row.failure = mail.sent_at, mail.failed_at, mail.failure
    for row in gathered.settled:
        row.settled_at = at
    Notification.objects.bulk_update(
        [*gathered.told, *gathered.settled],
        ["subject", "address", "message_id", "sent_at", "failed_at", "failure", "settled_at"],
        batch_size=500,
    )
