"""Who one can be in the demo, as the page and the command show it."""

from dataclasses import dataclass

from portal.core.people.models import User
from portal.core.units.models import Assignment
from portal.home.demo.cast import REGION_CAST, UNIT_CAST, Part


@dataclass(frozen=True, slots=True)
class Choice:
    """A person of the cast with the role and the workplace that the database gives him."""

    part: Part
    user: User
    role: str
    workplace: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    lead: str
    choices: tuple[Choice, ...]


def groups() -> tuple[Group, ...]:
    """The cast in two groups, only those who exist. One query."""
    found = {
        (one.user.given_name, one.user.family_name, one.role): one
        for one in Assignment.objects.filter(
            user__family_name__in=[part.family for part in (*UNIT_CAST, *REGION_CAST)]
        ).select_related("user", "unit", "region")
    }
    return (
        Group(
            "På vårdenheten",
            "Beställer, tar emot och svarar för sin utrustning.",
            _choices(UNIT_CAST, found),
        ),
        Group(
            "På regionen",
            "Granskar, attesterar, levererar och följer upp.",
            _choices(REGION_CAST, found),
        ),
    )


def person_called(hsa_id: str) -> User | None:
    """The user behind a choice; None for anyone outside the cast, or shut out since."""
    everyone = [choice.user for group in groups() for choice in group.choices]
    return next((user for user in everyone if user.hsa_id == hsa_id and user.is_active), None)


def _choices(cast: tuple[Part, ...], found: dict[tuple[str, str, str], Assignment]) -> tuple[Choice, ...]:
    choices = []
    for part in cast:
        one = found.get((part.given, part.family, part.role))
        if one is not None:
            workplace = one.unit.name if one.unit else str(one.region)
            choices.append(Choice(part, one.user, part.shown_as or str(one.get_role_display()), workplace))
    return tuple(choices)
