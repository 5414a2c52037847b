"""One mail: two parts that say the same, headers that mail programs act upon, and a server that will not have it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection

from portal.core import clock
from portal.core.notifications.compose import message_id_of
from portal.core.notifications.models import Notification
from portal.core.outbox.models import Message
from portal.core.outbox.tasks import drain as drain_task
from portal.core.people.models import User
from tests.core.notifying import MANDATORY, PLAIN, drain, only, tell
from tests.core.smtp import SmtpServer, smtp_server
from tests.world import NOW, make_person

pytestmark = pytest.mark.usefixtures("kinds")


@pytest.fixture
def server(settings: Any) -> Iterator[SmtpServer]:
    with smtp_server() as one:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", one.server_address[1]
        yield one


class Parts(HTMLParser):
    def __init__(self, html: str):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def sent_to(person: User, **more) -> mail.EmailMultiAlternatives:
    mail.outbox.clear()
    tell(person, **more)
    drain(NOW)
    (one,) = mail.outbox
    return one


def html_of(one: mail.EmailMultiAlternatives) -> str:
    ((html, kind),) = one.alternatives
    assert kind == "text/html"
    return html


def test_both_parts_say_the_same_and_lead_to_the_same_page(maria: User) -> None:
    one = sent_to(maria, number="B-2026-0001")
    html = html_of(one)
    for part in (one.body, html):
        assert "Hej Maria!" in part
        assert "Allt i beställning B-2026-0001 är mottaget" in part
        assert f"{settings.PORTAL_URL}/sida/" in part
        assert f"{settings.PORTAL_URL}/mina-uppgifter/aviseringar/" in part
    assert "\n\n\n" not in one.body
    assert "{" not in one.body + one.subject


def test_the_html_fetches_nothing_and_can_be_read_aloud(maria: User) -> None:
    tags = Parts(html_of(sent_to(maria))).tags
    names = [name for name, _ in tags]
    assert ("html", {"lang": "sv"}) in tags
    assert not {"img", "link", "script", "style", "iframe", "table"} & set(names)
    assert not any("src" in attributes or "style" in attributes for _, attributes in tags)
    links = [attributes["href"] for name, attributes in tags if name == "a"]
    assert len(links) == 3
    assert all(link.startswith(settings.PORTAL_URL) for link in links)


def test_a_text_is_escaped_in_html_and_not_in_text(maria: User) -> None:
    one = sent_to(maria, number="<b>1 & 2</b>")
    assert "&lt;b&gt;1 &amp; 2&lt;/b&gt;" in html_of(one)
    assert "<b>1 & 2</b>" in one.body


def test_one_click_unsubscribes_but_not_from_what_must_be_told(maria: User) -> None:
    one = sent_to(maria)
    assert re.fullmatch(
        rf"<{re.escape(settings.PORTAL_URL)}/avisering/[^/>]+/>", one.extra_headers["List-Unsubscribe"]
    )
    assert one.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert one.extra_headers["Auto-Submitted"] == "auto-generated"
    other = sent_to(maria, kind=MANDATORY, event="other")
    assert not {"List-Unsubscribe", "List-Unsubscribe-Post"} & set(other.extra_headers)
    assert "går inte att stänga av" in other.body
    assert "/avisering/" not in other.body + html_of(other)


def test_the_message_id_follows_from_event_and_person(maria: User) -> None:
    other = make_person("P002", "Jonas", "Ek")
    first = sent_to(maria).extra_headers["Message-ID"]
    Notification.objects.all().delete()
    Message.objects.all().delete()
    assert sent_to(maria).extra_headers["Message-ID"] == first
    assert sent_to(other).extra_headers["Message-ID"] != first
    assert only(maria).message_id == first


def test_a_mail_is_sent_once_though_its_message_is_carried_out_again(maria: User) -> None:
    tell(maria)
    drain(NOW)
    Message.objects.update(sent_at=None)
    drain(NOW)
    assert len(mail.outbox) == 1


def test_who_is_shut_out_meanwhile_gets_none(maria: User) -> None:
    tell(maria)
    maria.is_active = False
    maria.save()
    drain(NOW)
    assert only(maria).standing == "SETTLED"
    assert not mail.outbox


def test_an_address_that_the_server_refuses_is_noted_and_not_tried_again(
    maria: User, server: SmtpServer
) -> None:
    server.answer = "550 5.1.1 finns inte"
    tell(maria)
    drain(NOW)
    row = only(maria)
    assert (row.standing, row.address, bool(row.failure)) == ("FAILED", maria.email, True)
    assert not Message.objects.filter(sent_at=None).exists()


def test_a_server_that_asks_to_wait_is_tried_again(maria: User, server: SmtpServer) -> None:
    server.answer = "450 4.2.0 vänta"
    tell(maria)
    drain(NOW)
    assert only(maria).standing == "QUEUED"
    server.answer = "250 ja"
    drain(NOW + timedelta(minutes=1))
    assert only(maria).standing == "SENT"
    assert len(server.accepted) == 1
    assert f"Message-ID: {only(maria).message_id}".encode() in server.accepted[0]


def test_a_drain_uses_one_connection(maria: User, server: SmtpServer) -> None:
    for number in range(4):
        tell(maria, event=str(number), at=clock.now())
    drain_task()
    assert (len(server.accepted), server.connections) == (4, 1)
    server.answer = "550 5.1.1 finns inte"
    tell(maria, event="refused", at=clock.now())
    tell(maria, event="refused too", at=clock.now())
    drain_task()
    assert server.connections == 2
    assert Notification.objects.filter(failed_at__isnull=False).count() == 2


def test_a_connection_that_the_server_has_closed_is_opened_anew(maria: User, server: SmtpServer) -> None:
    server.most = 2
    for number in range(5):
        tell(maria, event=str(number), at=clock.now())
    drain_task()
    assert (len(server.accepted), server.connections) == (5, 3)
    assert set(Message.objects.values_list("attempts", flat=True)) == {1}


def test_a_mail_from_the_version_before_is_carried_over_once(maria: User) -> None:
    for _ in range(2):
        Message.objects.create(
            kind="mail",
            payload={"mail": PLAIN, "to": maria.pk, "event": "gammal", "number": "7"},
            dedupe_key=f"mail:{Message.objects.count()}",
            created_at=NOW,
            available_at=NOW,
        )
    drain(NOW)
    assert [one.subject for one in mail.outbox] == ["Ämne 7"]


def test_mails_sent_before_there_were_notifications_are_in_the_log(maria: User) -> None:
    """The event comes back from the outbox where the mail is still there, so that nobody is told of it again."""
    tell(maria, event="reminder:1")
    told = message_id_of(only(maria))
    Notification.objects.all().delete()
    Message.objects.create(
        kind="mail",
        payload={"mail": PLAIN, "to": maria.pk, "event": "reminder:1"},
        dedupe_key="mail:1",
        created_at=NOW,
        available_at=NOW,
        sent_at=NOW,
    )
    with connection.cursor() as cursor:
        for message_id, sent, failed, failure in ((told, NOW, None, ""), ("<old@portal>", None, NOW, "Nej.")):
            cursor.execute(
                "INSERT INTO outbox_sentmail (message_id, template, recipient, subject, sent_at, failed_at, failure)"
                " VALUES (%s, %s, %s, 'Ämne', %s, %s, %s)",
                [message_id, PLAIN, maria.hsa_id, sent, failed, failure],
            )
        for _ in range(2):
            cursor.execute(import_module("portal.core.notifications.migrations.0002_sent_mails").COPY)
    rows = {row.event: row.standing for row in Notification.objects.all()}
    assert rows == {"reminder:1": "SENT", "<old@portal>": "FAILED"}
    assert tell(maria, event="reminder:1") == 0


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\u2028"])
def test_a_subject_is_one_line_whatever_is_named_in_it(maria: User, sign: str) -> None:
    one = sent_to(maria, number=f"B-1{sign}Bcc: alla@example.se")
    assert one.subject == "Ämne B-1 Bcc: alla@example.se"
    assert one.recipients() == [maria.email]
    assert only(maria).sent_at is not None
