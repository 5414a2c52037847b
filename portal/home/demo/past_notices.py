"""What the units were told during the year, and is over now."""

from datetime import datetime, timedelta

from entitlements.models import AppendixVersion
from portal.home.demo.places import PLACES
from portal.home.demo.story import Story
from portal.home.demo.telling import Telling, step
from portal.notices.actions.appendix import announce_appendix
from portal.notices.audience import Audience, Dimension
from portal.notices.content import NoticeContent
from portal.notices.models import Impact, Kind, State


def plan_past_notices(story: Story) -> None:
    if story.renewed_at is not None:
        _plan_appendix(story, story.renewed_at)
    _plan_work(story)
    _plan_slow_record_system(story)


def _plan_appendix(story: Story, published_at: datetime) -> None:
    """The portal's own notice of the version that came during the year: acknowledged by most, and closed."""
    versions = AppendixVersion.objects.filter(region=story.region, published_at__isnull=False)
    telling = Telling(story, "ulf")

    def announce(at: datetime) -> None:
        telling.notice = announce_appendix(version=versions.latest("valid_from"), at=at)
        telling.reach(at)

    answering = [place.key for place in PLACES if place.listed]
    closing = step(State.CLOSED, "Vi följer inte längre upp kvittenserna.", by_mail=False)
    story.plan(published_at + timedelta(minutes=1), announce)
    for days, keys in ((2, answering[::2]), (6, answering[1::2])):
        answered = story.until_now(story.later(published_at, days))
        story.plan(answered, lambda at, keys=keys: telling.acknowledge(at, *keys))
    story.plan(story.until_now(story.later(published_at, 15)), lambda at: telling.update(closing, at))


def _plan_work(story: Story) -> None:
    """Work that was done as planned."""
    begins = story.moment(30, 18)
    work = Telling(story, "ida")
    planned = NoticeContent(
        Kind.MAINTENANCE,
        "Kringsystemen uppdateras",
        "Kringsystemen startas om och går inte att nå under tiden. Cosmic fungerar som vanligt.",
        impact=Impact.MINOR,
        affects=("surrounding-systems",),
        audience=Audience.of([(Dimension.SERVICE, "surrounding-systems")]),
        window_start=begins,
        window_end=begins + timedelta(minutes=90),
    )
    story.plan(story.moment(40, 13, 15), lambda at: work.publish(planned, at))
    story.plan(story.moment(39, 9, 5), lambda at: work.read(at, every=2))
    for minutes, state, text in (
        (0, State.IN_PROGRESS, "Arbetet har börjat."),
        (70, State.COMPLETED, "Kringsystemen fungerar igen."),
    ):
        told = step(state, text, impact=Impact.MINOR, by_mail=False)
        story.plan(begins + timedelta(minutes=minutes), lambda at, told=told: work.update(told, at))


def _plan_slow_record_system(story: Story) -> None:
    """An outage that is over, and that the status page still tells of."""
    slow = Telling(story, "ida")
    first = NoticeContent(
        Kind.OUTAGE,
        "Cosmic är långsamt",
        "Det tar lång tid att öppna journaler. Vi letar efter orsaken.",
        impact=Impact.MINOR,
        affects=("record-system",),
        audience=Audience.of([(Dimension.SERVICE, "record-system")]),
    )
    story.plan(story.moment(13, 7, 50), lambda at: slow.publish(first, at))
    for hour, minute, state, text, by_mail in (
        (
            8,
            35,
            State.IDENTIFIED,
            "En databas har för lite minne. Vi flyttar den till en annan server.",
            False,
        ),
        (9, 40, State.MONITORING, "Databasen är flyttad. Journaler öppnas som vanligt igen.", False),
        (11, 10, State.RESOLVED, "Cosmic har fungerat som vanligt sedan klockan 9.40.", True),
    ):
        told = step(state, text, impact=Impact.MINOR, by_mail=by_mail)
        story.plan(story.moment(13, hour, minute), lambda at, told=told: slow.update(told, at))
    story.plan(story.moment(13, 14, 20), lambda at: slow.read(at))
