"""What incidents add to the start page: thefts that lack the police's reference, loans to give back, what waits for a
decision, what is decided but not done, and loans that are late."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from inventory.incidents.models import Incident, Loan
from inventory.incidents.queries import (
    UNDONE,
    lacking_reference,
    late_loans_in,
    loans_due_at,
    to_invoice_in,
    undecided_in,
    undone_in,
)
from portal.core.clock import local_date
from portal.core.units.models import CareUnit, Role
from portal.core.web.formatting import number, plural
from portal.core.web.pages import own_units
from portal.core.web.start import StartParts, StartTask

LOAN_WITHIN = timedelta(days=3)
"""So soon before its day a loan stands among the unit's tasks."""
_OF_UNIT = (Role.HEAD_OF_UNIT, Role.IT_CONTACT)


def waits(request: HttpRequest, unit: CareUnit | None) -> Iterator[QuerySet]:
    """What tells whether there is anything."""
    if unit and request.roles.has(*_OF_UNIT):
        yield lacking_reference(own_units(request))
        yield _own_loans(request)
    if request.roles.has(Role.COORDINATOR):
        yield undecided_in(request.roles)
    if request.roles.has(Role.COORDINATOR, Role.IT_DELIVERY):
        yield undone_in(request.roles)
        yield late_loans_in(request.roles, local_date(request.at))
    if request.roles.has(Role.CONTROLLER):
        yield to_invoice_in(request.roles)


def start(request: HttpRequest, unit: CareUnit | None) -> StartParts:
    """Two queries for a unit's person, three for a coordinator, two for IT delivery, one for an economist."""
    return StartParts(tasks=tuple(_of_unit(request)) if unit else (), region_tasks=tuple(_of_region(request)))


def _of_unit(request: HttpRequest) -> Iterator[StartTask]:
    if not request.roles.has(*_OF_UNIT):
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
    for loan in _own_loans(request):
        yield _loan_task(loan, local_date(request.at))


def _own_loans(request: HttpRequest) -> QuerySet[Loan]:
    units = [unit.pk for unit in own_units(request)]
    return loans_due_at(units, local_date(request.at) + LOAN_WITHIN)


def _loan_task(loan: Loan, today: date) -> StartTask:
    return StartTask(
        f"Lämna tillbaka lånad utrustning: {loan.asset.asset_number}",
        f"{loan.asset.model_name} är lånad ur regionens lager.",
        reverse("inventory:detail", args=[loan.asset.asset_number]),
        "Visa",
        icon="hand-coins",
        due=loan.due_on,
        urgent=loan.due_on < today,
    )


def _of_region(request: HttpRequest) -> Iterator[StartTask]:
    if request.roles.has(Role.COORDINATOR):
        yield from _undecided(list(undecided_in(request.roles).values_list("number", flat=True)[:100]))
    if request.roles.has(Role.COORDINATOR, Role.IT_DELIVERY):
        today = local_date(request.at)
        yield from _undone(list(undone_in(request.roles)[:100]), today)
        yield from _late(late_loans_in(request.roles, today).count())
    if request.roles.has(Role.CONTROLLER):
        yield from _to_invoice(to_invoice_in(request.roles).count())


def _undecided(waiting: list[str]) -> Iterator[StartTask]:
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


def _undone(incidents: list[Incident], today: date) -> Iterator[StartTask]:
    if not incidents:
        return
    one, oldest = len(incidents) == 1, incidents[0]
    days = (today - local_date(oldest.decided_at or oldest.reported_at)).days
    count = len(incidents)
    since = "i dag" if not days else f"för {number(days)} {plural(days, 'dag,dagar')} sedan"
    yield StartTask(
        f"Beslutad men inte klar: {oldest.number}"
        if one
        else f"{number(count)} incidenter är beslutade men inte klara",
        f"Beslutet fattades {since}." if one else f"Det äldsta beslutet fattades {since}.",
        reverse("incidents:detail", args=[oldest.number])
        if one
        else f"{reverse('incidents:list')}?lage={UNDONE}",
        "Visa",
        icon="wrench",
    )


def _late(count: int) -> Iterator[StartTask]:
    if count:
        yield StartTask(
            f"{number(count)} {plural(count, 'lån,lån')} är {plural(count, 'försenat,försenade')}",
            "Hämta det som är utlånat, eller ge lånet en ny dag.",
            f"{reverse('incidents:loans')}?lage=sena",
            "Visa",
            icon="hand-coins",
            urgent=True,
        )


def _to_invoice(count: int) -> Iterator[StartTask]:
    if count:
        yield StartTask(
            f"{number(count)} {plural(count, 'debitering,debiteringar')} att fakturera",
            "Samordnaren har beslutat att enheten ska betala.",
            f"{reverse('incidents:charges')}?lage=oppna",
            "Visa",
            icon="receipt-text",
        )
