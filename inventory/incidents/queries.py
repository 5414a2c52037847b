"""Reading incidents and loans."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from inventory.incidents.models import Incident, Kind, Loan
from inventory.models import Asset
from portal.core.search import containing
from portal.core.units.models import CareUnit, Role
from portal.core.units.roles import RoleSet

LONGEST_SEARCH = 100
ORDER = ("-id",)
# What people choose among: some states together, in the words of the page.
GROUPS = {
    "oppna": ("Pågående", Incident.OPEN),
    "over": ("Avslutade och återtagna", ("CLOSED", "WITHDRAWN")),
}


def incidents_for(roles: RoleSet, chosen: Mapping[str, Any]) -> QuerySet[Incident]:
    """The incidents that the person sees and the filters leave, newest first. One query with its pieces and units."""
    incidents = Incident.objects.visible_to(roles).select_related("unit", "asset")
    state, kind, unit, words = (chosen.get(name) or "" for name in ("lage", "slag", "enhet", "q"))
    if state in GROUPS:
        incidents = incidents.filter(state__in=GROUPS[state][1])
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
    regions = roles.regions.get(Role.COORDINATOR, frozenset())
    waiting = Incident.objects.filter(state=Incident.State.REPORTED, unit__region_id__in=regions)
    return waiting.exclude(kind=Kind.THEFT, police_reference="").order_by("reported_at", "pk")


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


def lendable(incident: Incident) -> QuerySet[Asset]:
    """Whole pieces of the region's store that are like the one in repair, the same variant first by number."""
    lent = Exists(Loan.objects.open().filter(asset=OuterRef("pk")))
    store = Asset.objects.in_store_of([incident.unit.region_id]).filter(~lent, part_of__isnull=True)
    return store.filter(item_code=incident.asset.item_code).order_by("asset_number")


def _holds(word: str) -> Q:
    units = CareUnit.objects.filter(name__containing=word).values("pk")
    assets = Asset.objects.filter(containing(word, "asset_number", "serial_number")).values("pk")
    return containing(word, "number", "place", "police_reference") | Q(unit__in=units) | Q(asset__in=assets)
