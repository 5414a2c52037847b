"""One mail: subject, text and HTML with a link and no contents, and the headers that mail programs act upon.

Both parts say the same, from the kind's one text. The Message-ID follows from event and person, so that a mail which
is sent again after a killed worker is the same mail to its reader.
"""

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context as TemplateContext
from django.template import Engine
from django.template.loader import render_to_string
from django.urls import reverse

from portal.core.notifications.kinds import Context, Kind, kind_of
from portal.core.notifications.models import Notification
from portal.core.notifications.unsubscribing import unsubscribe_token


@dataclass(frozen=True, slots=True)
class Line:
    """A subject and where its link leads, as an address outside the portal needs it."""

    subject: str
    url: str


def context_of(notification: Notification) -> Context:
    """What there is to say of it now; None when there is no longer any reason to."""
    kind = kind_of(notification.kind)
    return kind.context({**notification.payload, "to": notification.person_id})


def line_of(kind: Kind, context: dict[str, Any]) -> Line:
    """What a mail or a digest says of one notification. A subject is one line, whatever is named in it."""
    subject = " ".join(kind.subject.format(**context).split())
    return Line(subject, settings.PORTAL_URL + context.get("path", "/"))


def message_id_of(notification: Notification) -> str:
    """The same for the same event and person, always."""
    key = hashlib.sha256(f"{notification.event}:{notification.person_id}".encode()).hexdigest()[:32]
    return f"<{key}@{urlsplit(settings.PORTAL_URL).hostname}>"


def compose(notification: Notification, kind: Kind, context: dict[str, Any]) -> EmailMultiAlternatives:
    """The mail to the notification's person. A protected name is not in it."""
    person = notification.person
    template = Engine.get_default().get_template(kind.template)
    text = template.render(TemplateContext(context, autoescape=False))
    unsubscribe = "" if kind.mandatory else _unsubscribe_url(notification)
    line = line_of(kind, context)
    values = {
        "name": "" if person.protected_identity else person.given_name,
        "subject": line.subject,
        "text": text.strip(),
        "paragraphs": [part for part in text.strip().split("\n\n") if part.strip()],
        "url": line.url,
        "lines": context.get("lines", ()),
        "title": kind.title,
        "preferences": settings.PORTAL_URL + reverse("notifications:preferences"),
        "unsubscribe": unsubscribe,
    }
    mail = EmailMultiAlternatives(
        line.subject,
        render_to_string("mail/base.txt", values),
        to=[person.email],
        headers=_headers(notification, unsubscribe),
    )
    mail.attach_alternative(render_to_string("mail/base.html", values), "text/html")
    return mail


def _headers(notification: Notification, unsubscribe: str) -> dict[str, str]:
    headers = {"Message-ID": message_id_of(notification), "Auto-Submitted": "auto-generated"}
    if unsubscribe:
        # RFC 8058: the mail program asks by POST, without a page in between.
        headers |= {
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return headers


def _unsubscribe_url(notification: Notification) -> str:
    token = unsubscribe_token(notification.person_id, notification.kind)
    return settings.PORTAL_URL + reverse("notifications:unsubscribe", args=[token])
