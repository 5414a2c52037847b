"""What the network has seen: most computers last night, some not for months, and a few that nobody has supplied."""

from datetime import datetime, timedelta
from random import Random

from inventory.models import Asset
from inventory.network.actions.contacts import record_contacts
from inventory.network.actions.deviations import decide_deviation
from inventory.network.chasing import remind_of_unseen
from inventory.network.contact import Contact
from inventory.network.models import NetworkDeviation
from portal.core.clock import local_date
from portal.home.demo.story import SEED, Story
from portal.home.demo.telling import count_as_sent_at

EARLIER = 100  # workdays ago
# How many days ago the computers were seen last, and how common it is.
_DAYS = (0, 1, 3, 9, 34, 71)
_COMMON = (50, 25, 10, 8, 5, 2)
_NEVER_SINCE = 37  # one computer in so many has not been seen since the summer
# unit, serial number, name on the network; workdays ago when it was first seen
_STRANGE = (
    ("strandporten", "LGWEBOS-7741093", "tv-vantrum", 4),
    ("norrliden", "EPSON-XK93B0417", "skrivare-lab", 6),
    ("farjestaden", "C02ZK1ABMD6R", "MacBook-Air-3", 2),
    ("livslinjen", "PI4B-10000000A3C1", "raspberrypi", 33),
    ("smedby", "SONOS-B8E937", "Hogtalare", 61),
)
_DECIDED = (
    ("livslinjen", NetworkDeviation.State.REMOVED, 31, "En privat mätstation för luft. Den är bortkopplad."),
    ("smedby", NetworkDeviation.State.EXPLAINED, 58, "Enhetens egen högtalare, godkänd på gästnätet."),
)


def plan_network(story: Story) -> None:
    rng = Random(SEED)  # nosec B311
    story.plan(story.moment(EARLIER, 5, 30), lambda at: _see(story, rng, at))
    story.plan(story.moment(0, 5, 30), lambda at: _see(story, rng, at, unseen=_NEVER_SINCE))
    for place, serial, name, day in _STRANGE:
        seen = (place, serial, name)
        story.plan(story.moment(day, 6), lambda at, seen=seen: _see_strange(story, at, *seen))
    for place, state, day, note in _DECIDED:
        decided = (place, state, note)
        story.plan(story.moment(day, 13, 5), lambda at, decided=decided: _decide(story, at, *decided))
    story.plan(story.moment(0, 6, 30), _remind)


def _see(story: Story, rng: Random, at: datetime, *, unseen: int = 0) -> None:
    """A night's list from the network. ``unseen``: one in so many is not on it."""
    computers = Asset.objects.filter(kind="BASE_PACKAGE", part_of__isnull=True, state__in=Asset.HELD)
    today, contacts = local_date(at), []
    for count, (number, acquired) in enumerate(
        computers.order_by("pk").values_list("asset_number", "acquired_on")
    ):
        day = today - timedelta(days=rng.choices(_DAYS, weights=_COMMON)[0])
        if not unseen or count % unseen:
            contacts.append(Contact(number, max(day, acquired)))
    record_contacts(region=story.region, contacts=contacts, by=story.people["ida"], at=at)


def _see_strange(story: Story, at: datetime, place: str, serial: str, name: str) -> None:
    contact = Contact(serial, local_date(at), unit=story.units[place].hsa_id, hostname=name)
    record_contacts(region=story.region, contacts=[contact], by=story.people["ida"], at=at)


def _decide(story: Story, at: datetime, place: str, state: str, note: str) -> None:
    deviation = NetworkDeviation.objects.get(unit=story.units[place])
    decide_deviation(deviation=deviation, state=state, note=note, by=story.people["ida"], at=at)


def _remind(at: datetime) -> None:
    """As the clock does every morning."""
    remind_of_unseen(at)
    count_as_sent_at(at)
