"""Sending one mail, from the outbox. Each handler bears being run twice."""

from datetime import datetime
from smtplib import SMTPRecipientsRefused
from typing import Any

from portal.core.notifications.actions.mailed import note_mail
from portal.core.notifications.actions.notify import MAIL, notify
from portal.core.notifications.compose import compose, context_of, message_id_of
from portal.core.notifications.digest import Gathered, register_digest
from portal.core.notifications.kinds import kind_of
from portal.core.notifications.models import Notification
from portal.core.notifications.sending import one_connection, send
from portal.core.outbox.registry import accompany, subscribe

NO_ADDRESS = "Personen saknar e-postadress."
REFUSED = "Mottagarens server tog inte emot mejlet."


def subscribe_all() -> None:
    """Called once when the app is ready."""
    register_digest()
    subscribe(MAIL, send_mail)
    subscribe("mail", carry_over)
    accompany(one_connection)


def send_mail(payload: dict[str, Any], at: datetime) -> None:
    """Compose one mail and hand it over to the mail server. Raises when the server cannot take it now.

    What is settled by then, and whoever is shut out, gets none. What a digest gathers is closed with it.
    """
    rows = Notification.objects.select_for_update(of=("self",)).select_related("person")
    row = rows.filter(pk=payload["notification"]).first()
    if row is None or not row.is_open:
        return
    context = context_of(row) if row.person.is_active else None
    gathered: Gathered | None = context.get("gathered") if context else None
    if context is None or (gathered and not gathered.lines):
        row.settled_at = at
    else:
        _hand_over(row, context, at)
    note_mail(mail=row, gathered=gathered, at=at)


def _hand_over(row: Notification, context: dict[str, Any], at: datetime) -> None:
    row.address, row.message_id = row.person.email, message_id_of(row)
    mail = compose(row, kind_of(row.kind), context)
    row.subject = mail.subject[:200]
    if not row.address:
        row.failed_at, row.failure = at, NO_ADDRESS
        return
    try:
        send(mail)
    except SMTPRecipientsRefused as error:
        # Between 400 and 499 the server asks to be tried again later.
        if any(code < 500 for code, _ in error.recipients.values()):
            raise
        row.failed_at, row.failure = at, REFUSED
    else:
        row.sent_at = at


def carry_over(payload: dict[str, Any], at: datetime) -> None:
    """A mail that an earlier version of the portal put in the outbox: told by the same event, and so once."""
    ids = {name: value for name, value in payload.items() if name not in ("mail", "to", "event")}
    notify(payload["mail"], to=[payload["to"]], payload=ids, event=payload["event"], at=at)
