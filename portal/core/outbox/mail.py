"""Mails: one row in the outbox per person and event, rendered when it is sent, with links and no contents.

A floor that wants to write to someone registers a ``MailKind`` and calls ``queue_mail``. The Message-ID follows
from the dedupe key, so that a mail which is sent again after a killed worker is the same mail to its reader.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPRecipientsRefused
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from portal.core.outbox.actions import enqueue
from portal.core.outbox.models import SentMail

MAIL = "mail"


@dataclass(frozen=True, slots=True)
class MailKind:
    """``subject`` is a Swedish line that may name fields of the context. ``template`` is the text body.

    ``context(payload)`` reads what is needed by the ids in the payload, among it ``path`` (where the link leads);
    None when there is no longer any reason to write.
    """

    name: str
    subject: str
    template: str
    context: Callable[[dict[str, Any]], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a mail goes to. ``name`` is the given name for the greeting; empty for a protected identity."""

    hsa_id: str
    name: str
    email: str


_kinds: dict[str, MailKind] = {}


def register_mail(kind: MailKind) -> None:
    _kinds[kind.name] = kind


def mail_kinds() -> dict[str, MailKind]:
    return dict(_kinds)


def queue_mail(
    kind: str, *, to: Iterable[Any], payload: dict[str, Any], dedupe_key: str, at: datetime
) -> None:
    """Write one mail per person to the outbox. The same person gets the same event once."""
    for user in to:
        enqueue(
            MAIL,
            payload={"mail": kind, "to": user.pk, "event": dedupe_key, **payload},
            dedupe_key=f"mail:{dedupe_key}:{user.pk}",
            at=at,
        )


def send_mail(payload: dict[str, Any], at: datetime) -> None:
    """Render one mail and hand it over to the mail server. Raises when the server cannot take it now."""
    kind = _kinds[payload["mail"]]
    recipient = _find_recipient(payload["to"])
    context = kind.context(payload)
    if recipient is None or context is None:
        return
    message_id = _message_id(payload)
    if SentMail.objects.filter(message_id=message_id).exists():
        return
    subject = kind.subject.format(**context)
    sent = SentMail(message_id=message_id, template=kind.name, recipient=recipient.hsa_id, subject=subject)
    if not recipient.email:
        sent.failed_at, sent.failure = at, "Personen saknar e-postadress."
    else:
        sent.sent_at = at
        text = render_to_string(
            kind.template,
            {**context, "recipient": recipient, "url": settings.PORTAL_URL + context.get("path", "/")},
        )
        try:
            EmailMessage(subject, text, to=[recipient.email], headers={"Message-ID": message_id}).send()
        except SMTPRecipientsRefused:
            sent.sent_at, sent.failed_at, sent.failure = None, at, "Mottagarens server tog inte emot mejlet."
    sent.save(force_insert=True)


def _find_recipient(user_id: int) -> Recipient | None:
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return None
    return Recipient(user.hsa_id, "" if user.protected_identity else user.given_name, user.email)


def _message_id(payload: dict[str, Any]) -> str:
    key = hashlib.sha256(f"{payload['event']}:{payload['to']}".encode()).hexdigest()[:32]
    return f"<{key}@{urlsplit(settings.PORTAL_URL).hostname}>"
