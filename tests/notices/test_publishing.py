"""A notice is drafted, published, reaches its units and people, is updated and closed."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Errors, Invalid, NotAllowed
from portal.core.notifications.models import Notification
from portal.core.outbox.actions import dispatch_next
from portal.core.outbox.models import Message
from portal.notices.actions.publish import publish_notice, update_notice
from portal.notices.content import UpdateContent
from portal.notices.models import Impact, Kind, NoticeUpdate, State
from tests.notices.writing import drafted, published, reached, send
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def test_an_outage_reaches_units_and_people(world: World) -> None:
    notice = reached(world, affects=("record-system",), impact=Impact.MINOR)
    assert (notice.state, notice.sequence, notice.queued_at) == (State.INVESTIGATING, 1, NOW)
    assert {row.unit for row in notice.units.all()} == {world.unit, world.other_unit}
    people = {world.head.pk, world.contact.pk, world.superuser.pk, world.other_head.pk}
    assert {row.person_id for row in notice.recipients.all()} == people
    told = Notification.objects.filter(about=f"notice:{notice.pk}", sent_at__isnull=False)
    assert {row.person_id for row in told} == people
    assert {message.subject for message in mail.outbox} == {"Driftstörning: Utskrifter från Cosmic"}
    assert not any("15 minuter" in message.body for message in mail.outbox)


def test_publishing_is_logged_and_queued_once(world: World) -> None:
    notice = published(world)
    kinds = AuditEvent.objects.filter(subject=notice.number).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["notice.drafted", "notice.published"]
    message = Message.objects.get(kind="notice.published")
    assert message.payload == {"notice": notice.pk, "sequence": 1}
    with pytest.raises(Conflict, match="redan publicerat"):
        publish_notice(notice=notice, by=world.it_coordinator, at=NOW)


def test_an_outage_goes_before_whatever_waits(world: World) -> None:
    information = published(world, Kind.INFORMATION)
    outage = published(world, Kind.OUTAGE)
    dispatch_next(NOW)
    first, waiting = (one.units.exists() for one in (outage, information))
    assert (first, waiting) == (True, False)


def test_maintenance_close_at_hand_is_explained(world: World) -> None:
    soon = {"window_start": NOW + timedelta(days=7, minutes=-1), "window_end": NOW + timedelta(days=8)}
    with pytest.raises(Invalid, match="mindre än 7 dagar"):
        published(world, Kind.MAINTENANCE, **soon)
    notice = published(world, Kind.MAINTENANCE, **soon, short_notice_reason="Säkerhetsuppdatering.")
    assert notice.state == State.SCHEDULED
    on_time = {"window_start": NOW + timedelta(days=7), "window_end": NOW + timedelta(days=8)}
    assert published(world, Kind.MAINTENANCE, **on_time).short_notice_reason == ""


def test_a_notice_to_nobody_is_not_published(world: World) -> None:
    with pytest.raises(Conflict, match="Ingen enhet"):
        published(world, Kind.OUTAGE, ("MUNICIPALITY", "0821"))


def test_only_those_whose_task_it_is_write(world: World) -> None:
    notice = drafted(world)
    for name in ("coordinator", "head", "delivery", "administrator", "nobody"):
        with pytest.raises(NotAllowed):
            publish_notice(notice=notice, by=world.people[name], at=NOW)


def test_what_is_new_is_told_and_the_end_closes(world: World) -> None:
    notice = reached(world, impact=Impact.MAJOR)
    assert notice.update_due_at == NOW + timedelta(minutes=30)
    later = NOW + timedelta(minutes=20)
    solved = UpdateContent(state=State.RESOLVED, impact=Impact.MAJOR, text="Utskrifterna fungerar igen.")
    update_notice(notice=notice, content=solved, seen=1, by=world.it_coordinator, at=later)
    notice.refresh_from_db()
    assert (notice.state, notice.closed_at, notice.closed_by) == (State.RESOLVED, later, world.it_coordinator)
    assert notice.update_due_at is None
    send(later)
    assert [row.sequence for row in notice.updates.all()] == [2, 1]
    assert Notification.objects.filter(event=f"notice:{notice.pk}:2", sent_at=later).count() == 4
    with pytest.raises(Conflict, match="har uppdaterats"):
        update_notice(notice=notice, content=solved, seen=1, by=world.it_coordinator, at=later)


def test_what_was_said_stays(world: World) -> None:
    update = published(world).updates.get()
    for act in (lambda: NoticeUpdate.objects.update(text="Annat"), update.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@pytest.mark.parametrize("sign", ["\n", "\r", "\u2028", "\u2029"])
@pytest.mark.parametrize("field", ["title", "title_en"])
def test_a_title_is_one_line(world: World, field: str, sign: str) -> None:
    """It becomes the subject of mails, which a line break would keep from ever being sent."""
    with pytest.raises(Errors) as refused:
        drafted(world, **{field: f"Cosmic{sign}Bcc: alla@example.se"})
    assert [one.field for one in refused.value.details] == [field]
