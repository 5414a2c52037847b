"""The administrator adds people to the portal, and lets them in or shuts them out."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Errors, Invalid
from portal.core.people.actions import add_person, reveal_name, set_active, set_email
from portal.core.people.models import User
from portal.core.units.access import may_administer, may_change_roles_of, may_correct_email
from portal.core.units.models import Region
from portal.core.units.queries import regions_of_units_of, roles_of


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person as the administrator writes him."""

    hsa_id: str
    given_name: str
    family_name: str
    email: str = ""
    title: str = ""
    protected_identity: bool = False


def register_person(*, region: Region, person: NewPerson, by: User, at: datetime) -> User:
    """Add a person, who then can be given assignments. Raises Errors for what is malformed, Conflict for an HSA-id
    that exists, NotAllowed for anyone but the region's administrator."""
    require(may_administer(roles_of(by, local_date(at)), region.pk))
    try:
        return add_person(
            hsa_id=person.hsa_id,
            given_name=person.given_name,
            family_name=person.family_name,
            email=person.email,
            title=person.title,
            protected_identity=person.protected_identity,
            by=by,
            at=at,
        )
    except ValidationError as error:
        faults = [
            Invalid("malformed", message, field=name)
            for name, messages in error.message_dict.items()
            for message in messages
        ]
        raise Errors(faults) from error


def correct_email(*, user: User, email: str, by: User, at: datetime) -> User:
    """Correct the address of a person at a unit, whose mails do not arrive.

    Raises Invalid for a malformed address and for the one that does not work, NotAllowed for anyone but the coordinator
    or administrator of a region where the person has a role at a unit.
    """
    on = local_date(at)
    with transaction.atomic():
        require(may_correct_email(roles_of(by, on), regions_of_units_of(user, on)))
        if email.strip() == user.email:
            raise Invalid("same_email", "Skriv en annan adress än den som inte fungerar.", field="email")
        try:
            return set_email(user=user, email=email, by=by, at=at)
        except ValidationError as error:
            raise Invalid("malformed_email", "Skriv adressen som namn@exempel.se.", field="email") from error


def set_person_active(*, region: Region, user: User, active: bool, by: User, at: datetime) -> User:
    """Shut a person out, from the next request on, or let him in again. Nobody does it to himself."""
    with transaction.atomic():
        require(may_change_roles_of(roles_of(by, local_date(at)), region.pk, user.pk))
        return set_active(user=user, active=active, by=by, at=at)


def reveal_person(*, region: Region, user: User, reason: str, by: User, at: datetime) -> str:
    """The real name of one of the region's people with protected identity, for a reason that is written in the log.

    Raises Invalid without a reason, NotAllowed for anyone but the region's administrator.
    """
    require(may_administer(roles_of(by, local_date(at)), region.pk))
    if not reason.strip():
        raise Invalid("reason_missing", "Skriv varför namnet behövs.", field="reason")
    return reveal_name(user=user, reason=reason.strip(), by=by, at=at)
