"""Shared by the tests of what goes outward: whoever has an address, and nothing else."""

from django.test import Client

from portal.core import clock
from portal.core.people.models import User
from portal.core.units.models import CareUnit
from portal.notices.actions.feeds import create_feed


def key_for(person: User, unit: CareUnit | None = None) -> str:
    return create_feed(unit=unit, by=person, at=clock.now())


def fetch_atom(key: str, **headers: str):
    return Client().get(f"/flode/{key}.atom", headers=headers)


def fetch_calendar(key: str, **headers: str):
    return Client().get(f"/kalender/{key}.ics", headers=headers)
