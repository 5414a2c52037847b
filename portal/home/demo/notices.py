"""What the units are told now, and what is being prepared."""

from datetime import date, datetime, time, timedelta

from portal.core.clock import STOCKHOLM, add_workdays
from portal.core.units.models import Role
from portal.home.demo.past_notices import plan_past_notices
from portal.home.demo.places import PLACES
from portal.home.demo.story import Story
from portal.home.demo.telling import Telling, step
from portal.notices.actions.templates import save_template
from portal.notices.audience import Audience, Dimension
from portal.notices.content import NoticeContent
from portal.notices.models import Impact, Kind, State

SATURDAY = 5
_BOUNCED = "Adressen finns inte."
# Units that have not answered the request, and those that have acknowledged the change. Strandporten is in neither: its
# head has answered the one and is left the other to try.
_UNANSWERED = ("tallhojd", "bredsund", "torskors", "overum", "figeholm", "sinneslugn")
_ANSWERED = ("alvsten", "hogsby", "lindsdal", "smedby", "gamleby", "virserum", "degerhamn", "livslinjen")


def plan_notices(story: Story) -> None:
    plan_past_notices(story)
    _plan_requests(story)
    _plan_maintenance(story)
    _plan_outage(story)
    _plan_desk(story)


def _plan_requests(story: Story) -> None:
    """What the units are to read or answer: some have, some have not."""
    news = Telling(story, "eva")
    reminder = NoticeContent(
        Kind.INFORMATION,
        "Bekräfta personal och listade patienter",
        "Uppgifterna styr hur många grundpaket enheten har rätt till. Rapportera nya siffror i portalen när de "
        "ändras, och bekräfta dem annars en gång i halvåret.",
    )
    story.plan(story.moment(26, 10, 20), lambda at: news.publish(reminder, at))
    story.plan(story.moment(24, 13), lambda at: news.read(at, every=2))
    story.plan(story.moment(24, 13, 5), lambda at: news.read_by([story.people["maria"]], at))

    count = Telling(story, "eva")
    asked = NoticeContent(
        Kind.INVENTORY,
        "Förbered inventeringen av utrustningen",
        "Hälsocentraler i Kalmar och Oskarshamn inventerar nu, övriga under våren. Bestäm vilka hos er som går igenom "
        "utrustningen, och se till att etiketterna går att läsa. Kvittera när det är klart.",
        audience=Audience.of([(Dimension.EQUIPMENT, "base-package")]),
        needs_acknowledgement=True,
        acknowledge_before=add_workdays(story.today, 6),
    )
    story.plan(story.moment(7, 9, 30), lambda at: count.publish(asked, at))
    done = [place.key for place in PLACES if place.key not in _UNANSWERED]
    story.plan(story.moment(6, 15, 40), lambda at: count.acknowledge(at, *done[: len(done) // 3]))
    story.plan(story.moment(4, 11, 15), lambda at: count.acknowledge(at, *done[len(done) // 3 : 24]))
    _plan_change(story)


def _plan_change(story: Story) -> None:
    change = Telling(story, "ulf")
    told = NoticeContent(
        Kind.CHANGE,
        "Ny modell av bärbar dator",
        "Grundpaketets bärbara dator byter modell när det som finns i lager är slut. Antal och villkor i bilagan "
        "ändras inte.",
        audience=Audience.of([(Dimension.EQUIPMENT, "base-package")]),
        needs_acknowledgement=True,
        acknowledge_before=add_workdays(story.today, 8),
    )
    story.plan(story.moment(2, 13, 10), lambda at: change.publish(told, at))
    story.plan(story.moment(1, 9, 45), lambda at: change.acknowledge(at, *_ANSWERED))
    story.plan(story.moment(1, 10, 30), lambda at: change.read(at))


def _plan_maintenance(story: Story) -> None:
    """Work that is to come: at one unit, and for everyone."""
    maria = [story.people["maria"]]
    saturday = _saturday(story.today + timedelta(days=7))
    network, everyone = Telling(story, "ida"), Telling(story, "ida")
    switch = NoticeContent(
        Kind.MAINTENANCE,
        "Nätverk",
        "Byte av switch på enheten. Nätet är nere högst 30 minuter.",
        impact=Impact.MAJOR,
        affects=("network-switch",),
        audience=Audience.of([(Dimension.UNIT, story.units["strandporten"].hsa_id)]),
        window_start=_at(saturday, 6),
        window_end=_at(saturday, 7),
    )
    release = NoticeContent(
        Kind.MAINTENANCE,
        "Cosmic",
        "Läskopian är tillgänglig under stoppet.\n\nSkriv ut de patientlistor som ni behöver före klockan 22.",
        impact=Impact.MAJOR,
        title_en="Cosmic",
        text_en="The read-only copy is available while Cosmic is down.\n\n"
        "Print the patient lists that you need before 10 p.m.",
        affects=("record-system",),
        window_start=_at(saturday + timedelta(days=7), 22),
        window_end=_at(saturday + timedelta(days=8), 2),
    )
    story.plan(story.moment(5, 14, 5), lambda at: everyone.publish(release, at))
    story.plan(story.moment(4, 8, 30), lambda at: everyone.read(at, every=2))
    story.plan(story.moment(4, 8, 45), lambda at: everyone.read_by(maria, at))
    story.plan(story.moment(3, 10, 40), lambda at: network.publish(switch, at))
    story.plan(story.moment(2, 8, 15), lambda at: network.read_by(maria, at))


def _plan_outage(story: Story) -> None:
    """What goes on just now: counted back from this moment, whatever hour it is."""
    outage = Telling(story, "ida")
    told = NoticeContent(
        Kind.OUTAGE,
        "Utskrifter från Cosmic",
        "Etiketter och recept skrivs inte ut. Vi letar efter orsaken.",
        impact=Impact.MAJOR,
        affects=("record-system",),
        audience=Audience.of([(Dimension.SERVICE, "record-system")]),
    )
    cause = "En utskriftsserver är överbelastad. Etiketter och recept kan dröja upp till 45 minuter."
    better = "Etiketter kan dröja upp till 15 minuter. En server till tar emot utskrifter sedan en stund."
    first = step(State.IDENTIFIED, cause, impact=Impact.MAJOR)
    second = step(State.IDENTIFIED, better, impact=Impact.MAJOR)
    begins = story.now - timedelta(minutes=75)
    story.plan(begins, lambda at: outage.publish(told, at))
    story.plan(begins + timedelta(minutes=11), lambda at: outage.read(at))
    story.plan(begins + timedelta(minutes=28), lambda at: outage.update(first, at))
    story.plan(begins + timedelta(minutes=56), lambda at: outage.update(second, at, is_news=True))
    story.plan(begins + timedelta(minutes=57), lambda at: outage.bounce("lindsdal", _BOUNCED, at))


def _plan_desk(story: Story) -> None:
    """What the IT coordinator has on her desk: a draft, and wordings to begin from."""
    saturday = _saturday(story.today + timedelta(days=21))
    wireless = NoticeContent(
        Kind.MAINTENANCE,
        "Trådlöst nät i Västervik",
        "Accesspunkterna får ny programvara. Det trådlösa nätet försvinner några minuter i taget.",
        impact=Impact.MINOR,
        affects=("access-point",),
        audience=Audience.of([(Dimension.MUNICIPALITY, "0883"), (Dimension.SERVICE, "access-point")]),
        window_start=_at(saturday, 7),
        window_end=_at(saturday, 9),
    )
    printing = NoticeContent(
        Kind.OUTAGE,
        "Utskrifter från Cosmic",
        "Utskrifter från Cosmic kommer inte fram. Vi letar efter orsaken.",
        impact=Impact.MAJOR,
        affects=("record-system",),
        audience=Audience.of([(Dimension.SERVICE, "record-system")]),
    )
    network = NoticeContent(
        Kind.MAINTENANCE,
        "Nätverk",
        "Byte av switch på enheten. Nätet är nere högst 30 minuter.",
        impact=Impact.MAJOR,
        affects=("network-switch",),
        audience=Audience.of([(Dimension.ROLE, role) for role in (Role.HEAD_OF_UNIT, Role.IT_CONTACT)]),
    )
    for minute, name, content in (
        (20, "Utskrifter fungerar inte", printing),
        (35, "Byte av switch", network),
    ):
        words = {"region": story.region, "name": name, "content": content, "by": story.people["ida"]}
        story.plan(story.moment(60, 13, minute), lambda at, words=words: save_template(**words, at=at))
    story.plan(story.moment(1, 16, 10), lambda at: Telling(story, "ida").draft(wireless, at))


def _saturday(day: date) -> date:
    """The first Saturday from the day on."""
    return day + timedelta(days=(SATURDAY - day.weekday()) % 7)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=STOCKHOLM)
