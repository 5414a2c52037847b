"""Reading incidents and loans."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from inventory.incidents.models import Charge, Incident, Kind, Loan, Outcome
from inventory.incidents.terms import incident_terms
from inventory.models import Asset
from portal.core.clock import STOCKHOLM, local_date
from portal.core.search import containing
from portal.core.units.models import CareUnit, Role
from portal.core.units.roles import RoleSet

LONGEST_SEARCH = 100
ORDER = ("-id",)
# The states of a charge: the word in the address, what people read and the queryset's method.
CHARGE_STATES = {
    "oppna": ("Att fakturera", "open"),
    "fakturerade": ("Fakturerade", "invoiced"),
    "efterskankta": ("Efterskänkta", "waived"),
}
UNDONE = "besked"
# What people choose among: some states together, in the words of the page.
GROUPS = {
    "oppna": ("Pågående", Incident.OPEN),
    UNDONE: ("Beslutade men inte klara", ("DECIDED", "IN_REPAIR")),
    "over": ("Avslutade och återtagna", ("CLOSED", "WITHDRAWN")),
}


def incidents_for(roles: RoleSet, chosen: Mapping[str, Any]) -> QuerySet[Incident]:
    """The incidents that the person sees and the filters leave, newest first. One query with its pieces and units."""
    incidents = Incident.objects.visible_to(roles).select_related("unit", "asset")
    state, kind, unit, words = (chosen.get(name) or "" for name in ("lage", "slag", "enhet", "q"))
    if state in GROUPS:
        incidents = incidents.filter(state__in=GROUPS[state][1])
        # What the unit pays for waits for the economist, and stands among the charges.
        incidents = incidents.exclude(outcome=Outcome.CHARGE_UNIT) if state == UNDONE else incidents
    elif state:
        incidents = incidents.filter(state=state)
    if kind:
        incidents = incidents.filter(kind=kind)
    if unit:
        incidents = incidents.filter(unit__in=CareUnit.objects.filter(hsa_id=unit).values("pk"))
    for word in words[:LONGEST_SEARCH].split():
        incidents = incidents.filter(_holds(word))
    return incidents


def undecided_in(roles: RoleSet) -> QuerySet[Incident]:
    """What waits for the decision of the regions where the person is coordinator, the oldest first."""
    regions = _regions(roles, Role.COORDINATOR)
    waiting = Incident.objects.filter(state=Incident.State.REPORTED, unit__region_id__in=regions)
    return waiting.exclude(kind=Kind.THEFT, police_reference="").order_by("reported_at", "pk")


def undone_in(roles: RoleSet) -> QuerySet[Incident]:
    """What is decided but not done, the oldest decision first: repairs for IT delivery, orders too for the coordinator.
    What the unit pays for is the economist's, and stands among the charges."""
    repairing = Q(state=Incident.State.IN_REPAIR, unit__region_id__in=_regions(roles, Role.IT_DELIVERY))
    mine = Q(state__in=Incident.DECIDED, unit__region_id__in=_regions(roles, Role.COORDINATOR))
    return (
        Incident.objects.filter(repairing | mine)
        .exclude(outcome=Outcome.CHARGE_UNIT)
        .order_by("decided_at", "pk")
    )


def stalled_on(day: date) -> Iterator[tuple[Incident, int]]:
    """The incidents that were decided so long before the day that those who are to act are reminded, each with how many
    days its region's term says. One query, and one for each region."""
    decided = Incident.objects.filter(state__in=Incident.DECIDED).select_related("unit").order_by("pk")
    days_of = cache(lambda region_id: incident_terms(region_id, day).days)
    for incident in decided:
        days = days_of(incident.unit.region_id)
        if incident.decided_at and local_date(incident.decided_at) <= day - timedelta(days=days):
            yield incident, days


def lacking_reference(units: list[CareUnit]) -> QuerySet[Incident]:
    """Thefts at the units that still lack the police's reference."""
    waiting = Incident.objects.filter(state=Incident.State.REPORTED, unit__in=[unit.pk for unit in units])
    return waiting.filter(kind=Kind.THEFT, police_reference="").select_related("asset").order_by("pk")


def loans_for(roles: RoleSet, state: str, today: date) -> QuerySet[Loan]:
    """The loans that the person sees: "ute" those not returned, "sena" those past their day, else every one."""
    loans = Loan.objects.visible_to(roles).select_related("unit", "asset", "for_asset")
    if state == "ute":
        return loans.open()
    return loans.open().filter(due_on__lt=today) if state == "sena" else loans


def loans_due_at(units: Collection[int], by: date) -> QuerySet[Loan]:
    """What the units are to give back by the day, the earliest first."""
    due = Loan.objects.open().filter(unit__in=units, due_on__lte=by)
    return due.select_related("asset").order_by("due_on", "pk")


def late_loans_in(roles: RoleSet, today: date) -> QuerySet[Loan]:
    """What is past its day in the regions where the person lends."""
    regions = _regions(roles, Role.COORDINATOR) | _regions(roles, Role.IT_DELIVERY)
    return Loan.objects.open().filter(due_on__lt=today, unit__region_id__in=regions)


def charges_for(roles: RoleSet, chosen: Mapping[str, Any]) -> QuerySet[Charge]:
    """What units are to pay that the person sees and the filters leave, latest first. One query with what is shown."""
    charges = Charge.objects.visible_to(roles).select_related("unit", "asset", "decided_by", "invoiced_by")
    state, unit, month, words = (chosen.get(name) or "" for name in ("lage", "enhet", "manad", "q"))
    charges = getattr(charges, CHARGE_STATES[state][1])() if state in CHARGE_STATES else charges
    if unit:
        charges = charges.filter(unit__in=CareUnit.objects.filter(hsa_id=unit).values("pk"))
    if month:
        charges = charges.filter(_in_month(month))
    for word in words[:LONGEST_SEARCH].split():
        units = CareUnit.objects.filter(name__containing=word).values("pk")
        charges = charges.filter(containing(word, "source", "invoice_reference") | Q(unit__in=units))
    return charges


def _in_month(month: str) -> Q:
    """Decided in a month of Swedish time, as "2026-11"."""
    first = datetime.strptime(month, "%Y-%m").replace(tzinfo=STOCKHOLM)
    after = (first + timedelta(days=32)).replace(day=1)
    return Q(decided_at__gte=first, decided_at__lt=after)


def to_invoice_in(roles: RoleSet) -> QuerySet[Charge]:
    """What is to be invoiced in the regions where the person is economist."""
    return Charge.objects.open().filter(unit__region_id__in=_regions(roles, Role.CONTROLLER))


def lendable(incident: Incident) -> QuerySet[Asset]:
    """Whole pieces of the region's store that are like the one in repair, the same variant first by number."""
    lent = Exists(Loan.objects.open().filter(asset=OuterRef("pk")))
    store = Asset.objects.in_store_of([incident.unit.region_id]).filter(~lent, part_of__isnull=True)
    return store.filter(item_code=incident.asset.item_code).order_by("asset_number")


def _regions(roles: RoleSet, role: Role) -> frozenset[int]:
    return roles.regions_with(role)


def _holds(word: str) -> Q:
    units = CareUnit.objects.filter(name__containing=word).values("pk")
    assets = Asset.objects.filter(containing(word, "asset_number", "serial_number")).values("pk")
    return containing(word, "number", "place", "police_reference") | Q(unit__in=units) | Q(asset__in=assets)
