"""What rounds add to the start page: what the unit has to answer and sign, and what the coordinator has to review."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from inventory.rounds.access import may_sign
from inventory.rounds.models import RoundUnit
from inventory.rounds.queries.progress import tasks_of, to_review
from portal.core.clock import local_date
from portal.core.units.models import CareUnit, Role
from portal.core.web.formatting import number, plural
from portal.core.web.start import StartParts, StartTask

URGENT_WITHIN = timedelta(days=3)


def waits(request: HttpRequest, unit: CareUnit | None) -> Iterator[QuerySet]:
    """What tells whether there is anything."""
    if unit:
        yield tasks_of(request.roles, only_waiting=True)
    if request.roles.has(Role.COORDINATOR):
        yield to_review(request.roles)


def start(request: HttpRequest, unit: CareUnit | None) -> StartParts:
    """One query for a unit's person, and one for a coordinator."""
    return StartParts(tasks=tuple(_of_unit(request)) if unit else (), region_tasks=tuple(_of_region(request)))


def _of_unit(request: HttpRequest) -> Iterator[StartTask]:
    rows = tasks_of(request.roles, only_waiting=True).select_related("round", "unit")
    for row in rows.order_by("round__answer_by", "pk"):
        yield _task(request, row)


def _task(request: HttpRequest, row: RoundUnit) -> StartTask:
    day = row.round.answer_by
    to_sign = not row.remaining and not row.conflicts and bool(may_sign(request.roles, row.unit))
    view, action = ("rounds:sign", "Signera") if to_sign else ("rounds:unit", "Inventera")
    done = f"{number(row.answered)} av {number(row.expected)} besvarade"
    return StartTask(
        f"{action}: {row.round.title}",
        f"{row.unit.name}. {done}.",
        reverse(view, args=[row.round.number, row.unit.hsa_id]),
        action,
        icon="clipboard-list",
        due=day,
        urgent=day - local_date(request.at) <= URGENT_WITHIN,
    )


def _of_region(request: HttpRequest) -> Iterator[StartTask]:
    if not request.roles.has(Role.COORDINATOR):
        return
    for row in to_review(request.roles):
        waits = row.deviations
        told = f"{number(waits)} {plural(waits, 'avvikelse,avvikelser')} i signerade svar."
        url = reverse("rounds:deviations", args=[row.number])
        yield StartTask(f"Granska: {row.title}", told, url, "Granska", icon="clipboard-list")
