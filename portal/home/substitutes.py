"""What an ordering manager is told of substitutes: whose place he takes, and who takes his."""

from collections.abc import Iterator
from datetime import date

from django.http import HttpRequest

from portal.core.units.models import Role
from portal.core.web.formatting import number, swedish_date
from portal.home.queries.region import appointed_substitute


def substitute_notes(request: HttpRequest, today: date) -> Iterator[str]:
    """A sentence for each whose substitute the person is, and one on his own if he is ordering manager."""
    for one in request.roles.substitutions:
        last = swedish_date(one.valid_to, "long", today=today)
        yield f"Du är ersättare för {one.principal_name} till och med {last}{_limit(one.most_pieces)}."
    if request.roles.regions.get(Role.ORDERING_MANAGER):
        yield _substitute_note(request.user.pk, today)


def _limit(most_pieces: int | None) -> str:
    return "" if most_pieces is None else f", för beställningar med högst {number(most_pieces)} artiklar"


def _substitute_note(user_id: int, today: date) -> str:
    current = appointed_substitute(user_id, today)
    if current is None:
        return "Du har ingen ersättare just nu."
    first = "Från" if current.valid_from > today else "Sedan"
    start = swedish_date(current.valid_from, "short", today=today)
    end = swedish_date(current.valid_to, "short", today=today)
    period = f"{first} {start}, till och med {end}{_limit(current.most_pieces)}."
    return f"{current.substitute.display_name} är din ersättare. {period}"
