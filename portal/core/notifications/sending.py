"""Handing mails to the mail server, over one connection for as long as the outbox is being emptied."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

_connection: ContextVar[BaseEmailBackend | None] = ContextVar("mail connection", default=None)


@contextmanager
def one_connection() -> Iterator[None]:
    """Let every mail sent within go over the same connection, opened when the first is sent."""
    connection = get_connection()
    token = _connection.set(connection)
    try:
        yield
    finally:
        _connection.reset(token)
        connection.close()


def send(mail: EmailMessage) -> None:
    """Send it. Raises what the server answers; after anything but a refused address the connection is a new one."""
    connection = _connection.get()
    if connection is None:
        mail.send()
        return
    mail.connection = connection
    is_new = connection.open()
    try:
        mail.send()
    except SMTPRecipientsRefused:
        raise
    except SMTPServerDisconnected:
        connection.close()
        if is_new:
            raise
        # A server closes what has been silent for long, while something else in the outbox took its time.
        connection.open()
        mail.send()
    except Exception:
        connection.close()
        raise
