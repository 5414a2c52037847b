"""Who hears of a return: the unit's head and IT contact, and for the region who handles it."""

from datetime import date

from inventory.returns.access import GIVERS
from inventory.returns.models import ReturnCase
from portal.core.people.models import User
from portal.core.units.models import CareUnit, Role
from portal.core.units.recipients import at_unit, in_region


def givers(case: ReturnCase, on: date) -> list[User]:
    """The head of the unit and its IT contacts, each once."""
    return _once([one for role in GIVERS for one in at_unit(role, case.unit, on)])


def heads(case: ReturnCase, on: date) -> list[User]:
    return at_unit(Role.HEAD_OF_UNIT, case.unit, on)


def signers(unit: CareUnit, on: date) -> list[tuple[User, str]]:
    """Who may sign for the unit, each with what he is there. Two queries."""
    found: dict[int, tuple[User, str]] = {}
    for role in GIVERS:
        for one in at_unit(role, unit, on):
            found.setdefault(one.pk, (one, str(role.label)))
    return list(found.values())


def title_at(person: User, unit: CareUnit, on: date) -> str:
    """What one who may sign for the unit is there; empty for anyone else."""
    return next((title for one, title in signers(unit, on) if one == person), "")


def coordinators(case: ReturnCase, on: date) -> list[User]:
    return in_region(Role.COORDINATOR, case.unit.region_id, on)


def receivers(case: ReturnCase, on: date) -> list[User]:
    """Coordinators and IT delivery, each once."""
    region = case.unit.region_id
    return _once([*in_region(Role.COORDINATOR, region, on), *in_region(Role.IT_DELIVERY, region, on)])


def _once(people: list[User]) -> list[User]:
    return list({one.pk: one for one in people}.values())
