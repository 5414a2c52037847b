"""What incidents add to the start page: decisions that wait, and thefts that lack the police's reference."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from inventory.incidents.queries import lacking_reference, undecided_in
from portal.core.units.models import CareUnit, Role
from portal.core.web.pages import own_units
from portal.core.web.start import StartParts, StartTask


def waits(request: HttpRequest, unit: CareUnit | None) -> Iterator[QuerySet]:
    """What tells whether there is anything."""
    if unit and request.roles.has(Role.HEAD_OF_UNIT, Role.IT_CONTACT):
        yield lacking_reference(own_units(request))
    if request.roles.has(Role.COORDINATOR):
        yield undecided_in(request.roles)


def start(request: HttpRequest, unit: CareUnit | None) -> StartParts:
    """One query for a unit's person, one for a coordinator."""
    return StartParts(tasks=tuple(_of_unit(request)) if unit else (), region_tasks=tuple(_of_region(request)))


def _of_unit(request: HttpRequest) -> Iterator[StartTask]:
    if not request.roles.has(Role.HEAD_OF_UNIT, Role.IT_CONTACT):
        return
    for incident in lacking_reference(own_units(request)):
        yield StartTask(
            f"Fyll i polisens diarienummer: {incident.number}",
            f"Stölden av {incident.asset.asset_number} kan inte beslutas innan det finns.",
            reverse("incidents:detail", args=[incident.number]),
            "Fyll i",
            icon="shield-alert",
            urgent=True,
        )


def _of_region(request: HttpRequest) -> Iterator[StartTask]:
    if not request.roles.has(Role.COORDINATOR):
        return
    waiting = list(undecided_in(request.roles).values_list("number", flat=True)[:100])
    if not waiting:
        return
    one = len(waiting) == 1
    yield StartTask(
        f"Besluta om incident {waiting[0]}" if one else f"Besluta om {len(waiting)} incidenter",
        "Enheten väntar på besked." if one else "Enheterna väntar på besked.",
        reverse("incidents:detail", args=waiting) if one else f"{reverse('incidents:list')}?lage=REPORTED",
        "Besluta",
        icon="flag",
    )
