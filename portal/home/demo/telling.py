"""One notice of the demo on its way: through the real actions, and to people whose mails count as sent then."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from portal.core.notifications.actions.bounces import note_bounce
from portal.core.notifications.actions.notify import MAIL
from portal.core.notifications.compose import context_of, line_of, message_id_of
from portal.core.notifications.handlers import NO_ADDRESS
from portal.core.notifications.kinds import kind_of
from portal.core.notifications.models import Notification
from portal.core.outbox.models import Message
from portal.core.people.models import User
from portal.core.units.models import Role
from portal.home.demo.story import Story
from portal.notices.actions.draft import save_draft
from portal.notices.actions.publish import publish_notice, update_notice
from portal.notices.actions.reach import about, event_of, reach_audience
from portal.notices.actions.receive import acknowledge, open_notice
from portal.notices.actions.storing import PUBLISHED, UPDATED
from portal.notices.content import NoticeContent, UpdateContent
from portal.notices.models import Impact, Notice, NoticeRecipient

_SENT = ("address", "subject", "message_id", "sent_at", "failed_at", "failure")


@dataclass
class Telling:
    """A notice and its author's key in the cast."""

    story: Story
    author: str
    notice: Notice = field(init=False)

    @property
    def by(self) -> User:
        return self.story.people[self.author]

    def draft(self, content: NoticeContent, at: datetime) -> None:
        self.notice = save_draft(region=self.story.region, content=content, by=self.by, at=at)

    def publish(self, content: NoticeContent, at: datetime) -> None:
        self.draft(content, at)
        self.notice = publish_notice(notice=self.notice, by=self.by, at=at)
        self.reach(at)

    def update(self, content: UpdateContent, at: datetime, *, is_news: bool = False) -> None:
        """``is_news``: so new that its mails are left to the worker."""
        notice = self.notice
        told = update_notice(notice=notice, content=content, seen=notice.sequence, by=self.by, at=at)
        self.notice = told.notice
        self.reach(at, is_news=is_news)

    def reach(self, at: datetime, *, is_news: bool = False) -> None:
        """What the worker does when it hears of a notice. Nobody gets a mail today about what was told last week."""
        reach_audience(notice=self.notice, at=at)
        if not is_news:
            _settle(self.notice, at)

    def read(self, at: datetime, *, every: int = 3) -> None:
        """Some of those whom it was sent to open it: each third, if nothing else is said."""
        rows = NoticeRecipient.objects.filter(notice=self.notice, unit__isnull=False)
        cast = [user.pk for user in self.story.people.values()]
        rows = rows.exclude(person__in=cast).order_by("person_id").distinct("person_id")
        self.read_by((row.person for row in rows.select_related("person")[::every]), at)

    def read_by(self, people: Iterable[User], at: datetime) -> None:
        for person in people:
            open_notice(notice=self.notice, by=person, at=at)

    def acknowledge(self, at: datetime, *keys: str) -> None:
        """The heads of the units have read it and say so; without keys those of all units who have not."""
        waiting = self.notice.units.filter(acknowledged_at__isnull=True).values_list("unit", flat=True)
        waiting = set(waiting)
        for key, unit in self.story.units.items():
            if unit.pk in waiting and (not keys or key in keys):
                head = self.story.heads[key]
                self.read_by([head], at)
                acknowledge(notice=self.notice, unit=unit, by=head, at=at)

    def bounce(self, key: str, failure: str, at: datetime) -> None:
        """The latest mail to one of the unit's superusers comes back."""
        first = NoticeRecipient.objects.filter(
            notice=self.notice, unit=self.story.units[key], role=Role.SUPERUSER
        )
        person = first.order_by("pk").values("person")[:1]
        mails = Notification.objects.filter(about=about(self.notice), person__in=person)
        mail = mails.select_related("person").latest("pk")
        if mail.is_open:
            _count_as_sent([mail], at)
        note_bounce(message_id=mail.message_id, failure=failure, at=at)


def step(state: str, text: str, *, impact: str = Impact.NONE, by_mail: bool = True) -> UpdateContent:
    """An update that says something and leaves title and time as they are."""
    return UpdateContent(state, impact, text, by_mail=by_mail)


def count_as_sent_at(moment: datetime) -> None:
    """What anyone was told of at the moment counts as sent then."""
    waiting: dict[str, list[Notification]] = {}
    for row in Notification.objects.filter(queued_at=moment).select_related("person").order_by("pk"):
        if row.is_open:
            waiting.setdefault(row.event, []).append(row)
    for rows in waiting.values():
        _count_as_sent(rows, moment)


def _settle(notice: Notice, at: datetime) -> None:
    """The mails of what was told at the moment count as sent then, and what waits in the outbox as carried out."""
    event = event_of(notice, notice.sequence)
    told = Notification.objects.filter(event=event).select_related("person").order_by("pk")
    _count_as_sent([row for row in told if row.is_open], at)
    keys = [f"{kind}:{notice.number}:{notice.sequence}" for kind in (PUBLISHED, UPDATED)]
    Message.objects.filter(dedupe_key__in=keys).update(sent_at=at, attempts=1)


def _count_as_sent(rows: list[Notification], at: datetime) -> None:
    """All of one event, and so with one subject."""
    subject = _subject_of(rows[0]) if rows else ""
    for row in rows:
        row.address, row.message_id, row.subject = row.person.email, message_id_of(row), subject
        if row.address:
            row.sent_at = at
        else:
            row.failed_at, row.failure = at, NO_ADDRESS
    # Many times faster than bulk_update, whose cases grow with rows and fields.
    Notification.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=_SENT)
    keys = [f"{MAIL}:{row.pk}" for row in rows]
    Message.objects.filter(dedupe_key__in=keys).update(sent_at=at, attempts=1)


def _subject_of(row: Notification) -> str:
    context = context_of(row)
    return line_of(kind_of(row.kind), context).subject[:200] if context else ""
