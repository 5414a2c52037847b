"""What the units have of services, networks and accesses: all of it at most, something missing or ended at a few."""

from datetime import date, datetime, timedelta

from entitlements.models import Kind
from inventory.actions.services import end_service, register_included_services, register_service
from inventory.models import UnitService
from portal.core.clock import local_date
from portal.home.demo.places import OUTSIDE, PLACES, Place
from portal.home.demo.story import YEAR, Story

# Small places without a wireless network, and one whose surrounding systems were never connected.
WITHOUT = {
    "boda": ("access-point",),
    "ankarsrum": ("access-point",),
    "overum": ("access-point",),
    "sodravi": ("access-point",),
    "orrefors": ("surrounding-systems",),
}
_ACCESSES = ("user-account", "siths-card")
# Outside the county the region supplies no equipment and so no network.
_OUTSIDE = ("record-system", "e-learning", "support")
# The unit that has just opened: the rest waits.
_AT_START = ("record-system", "wan-connection", "support")
# unit, what, workdays ago when it was ended
_ENDED = (
    ("kvarnbacken", "surrounding-systems", 40),
    ("smedby", "e-learning", 25),
    ("paskallavik", "access-point", 12),
)
# Where the contract is about to end, what ends with it.
_ENDS_WITH_CONTRACT = ("torskors", ("record-system", "surrounding-systems", "wan-connection"))


def import_services(story: Story) -> None:
    """Register what every unit has had since its contract began, and plan what ended and what has been added."""
    at, since = story.moment(YEAR, 8, 10), date(story.today.year - 2, 1, 1)
    for place in PLACES:
        if place.staff is None:
            story.plan(story.moment(10, 9, 15), lambda then, key=place.key: _open(story, key, then))
        else:
            _register(story, place, since, at)
    for key, code, day in _ENDED:
        story.plan(story.moment(day, 13, 30), lambda then, key=key, code=code: _end(story, key, code, then))
    key, codes = _ENDS_WITH_CONTRACT
    last = story.today + timedelta(days=46)
    for code in codes:
        story.plan(story.moment(8, 11), lambda then, code=code: _end(story, key, code, then, last))


def _register(story: Story, place: Place, since: date, at: datetime) -> None:
    if place.municipality == OUTSIDE[0]:
        _register_each(story, place.key, _OUTSIDE, since, at)
        return
    lacks = WITHOUT.get(place.key)
    if lacks is None:
        unit = story.units[place.key]
        register_included_services(unit=unit, by=story.people["nils"], at=at, on=since)
    else:
        included = (item.code for item in story.items.values() if item.kind in (Kind.SERVICE, Kind.NETWORK))
        _register_each(story, place.key, tuple(code for code in included if code not in lacks), since, at)
    _register_each(story, place.key, _ACCESSES, since, at)


def _register_each(story: Story, key: str, codes: tuple[str, ...], since: date, at: datetime) -> None:
    for code in codes:
        register_service(
            unit=story.units[key], item_code=code, valid_from=since, by=story.people["nils"], at=at
        )


def _open(story: Story, key: str, at: datetime) -> None:
    _register_each(story, key, _AT_START, story.today - timedelta(days=20), at)


def _end(story: Story, key: str, code: str, at: datetime, last: date | None = None) -> None:
    service = UnitService.objects.get(unit=story.units[key], item_code=code)
    end_service(service=service, valid_to=last or local_date(at), by=story.people["nils"], at=at)
