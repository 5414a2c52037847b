"""Mails that come back: what a server says of them (RFC 3464), and whose address does not work."""

import io
from datetime import timedelta
from email import message_from_string, policy
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command

from portal.core.notifications.actions.bounces import note_bounce
from portal.core.notifications.delivery_status import read_bounce
from portal.core.notifications.models import Notification
from portal.core.notifications.queries import failing_addresses
from portal.core.people.models import User
from tests.world import NOW

REPORT = """\
From: MAILER-DAEMON@example.se
To: no-reply@example.se
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.se
Arrival-Date: Wed, 18 Nov 2026 09:30:00 +0100

Final-Recipient: rfc822; maria@example.se
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--B
{original}
--B--
"""
WHOLE = "Content-Type: message/rfc822\n\nMessage-ID: <abc@portal>\nSubject: x\n\nHej\n"
HEADERS = "Content-Type: text/rfc822-headers\n\nReceived: from a\nMessage-ID: <abc@portal>\nSubject: x\n"


def report(action: str = "failed", status: str = "5.1.1", original: str = WHOLE) -> Any:
    text = REPORT.format(action=action, status=status, original=original)
    return message_from_string(text, policy=policy.default)


def sent(person: User, event: str = "e", hours: int = 0, **more: Any) -> Notification:
    at = NOW + timedelta(hours=hours)
    values = {"sent_at": at, "message_id": f"<{event}@portal>", "address": person.email, **more}
    return Notification.objects.create(
        kind="k", person=person, event=event, how="AT_ONCE", queued_at=at, due_at=at, **values
    )


def failing() -> list[str]:
    return [one.event for one in failing_addresses(User.objects.all())]


@pytest.mark.parametrize("original", [WHOLE, HEADERS])
@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("5.1.1", "Adressen finns inte."),
        ("5.2.2", "Mottagarens brevlåda är full."),
        ("5.9.9", "Mottagarens server tog inte emot mejlet."),
        ("4.4.7", "Mottagarens server tog inte emot mejlet i tid."),
        ("", "Mottagarens server tog inte emot mejlet."),
    ],
)
def test_a_failure_is_read(original: str, status: str, reason: str) -> None:
    bounce = read_bounce(report(status=status, original=original))
    assert (bounce.message_id, bounce.failure) == ("<abc@portal>", reason)


@pytest.mark.parametrize(
    "other",
    [
        report(action="delayed", status="4.4.1"),
        report(action="delivered", status="2.0.0"),
        report(original="Content-Type: text/plain\n\nInget original\n"),
        message_from_string("Subject: Frånvaro\nMessage-ID: <x@y>\n\nJag är ledig.", policy=policy.default),
        message_from_string("", policy=policy.default),
    ],
)
def test_what_is_no_failure_of_ours_is_left(other: Any) -> None:
    assert read_bounce(other) is None


def test_a_bounce_is_noted_once_on_all_that_the_mail_told(maria: User) -> None:
    sent(maria, "a", message_id="<digest@portal>")
    sent(maria, "b", message_id="<digest@portal>")
    sent(maria, "c")
    assert note_bounce(message_id="<digest@portal>", failure="Nej.", at=NOW + timedelta(hours=1)) == 2
    assert note_bounce(message_id="<digest@portal>", failure="Igen.", at=NOW + timedelta(hours=2)) == 0
    assert note_bounce(message_id="", failure="Nej.", at=NOW) == 0
    rows = {row.event: (row.standing, row.failure) for row in Notification.objects.all()}
    assert rows == {"a": ("BOUNCED", "Nej."), "b": ("BOUNCED", "Nej."), "c": ("SENT", "")}


def test_the_command_reads_what_the_server_pipes(maria: User, monkeypatch: pytest.MonkeyPatch) -> None:
    sent(maria, "abc")
    for expected in ("1 avisering antecknad", "0 aviseringar antecknade"):
        told = io.StringIO()
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(report().as_bytes())))
        call_command("receive_bounce", stdout=told)
        assert expected in told.getvalue()
    assert Notification.objects.get().failure == "Adressen finns inte."
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"Subject: hej\n\nHej\n")))
    call_command("receive_bounce", stdout=told)
    assert "Inget att anteckna" in told.getvalue()


def test_an_address_fails_when_the_latest_mail_to_it_did(maria: User) -> None:
    sent(maria, "old", sent_at=None, failed_at=NOW, failure="Nej.")
    assert failing() == ["old"]
    sent(maria, "waiting", hours=1, sent_at=None, address="")
    assert failing() == ["old"]
    sent(maria, "new", hours=2)
    assert failing() == []
    note_bounce(message_id="<new@portal>", failure="Nej.", at=NOW + timedelta(hours=3))
    assert failing() == ["new"]


def test_another_address_makes_it_good(maria: User) -> None:
    sent(maria, "a", sent_at=None, failed_at=NOW, failure="Nej.")
    maria.email = "ny@example.se"
    maria.save()
    assert failing() == []


def test_who_has_no_address_at_all_is_told_of(maria: User) -> None:
    maria.email = ""
    maria.save()
    sent(maria, "a", sent_at=None, failed_at=NOW, failure="Personen saknar e-postadress.")
    assert failing() == ["a"]
    maria.is_active = False
    maria.save()
    assert failing() == []


def test_headers_in_a_character_set_that_does_not_exist_are_read_all_the_same() -> None:
    original = HEADERS.replace("rfc822-headers", 'rfc822-headers; charset="x-unknown-8"')
    found = read_bounce(report(original=original))
    assert found is not None
    assert found.message_id == "<abc@portal>"
