"""Who may do what with incidents and loans. Each answer carries its reason."""

from inventory.access import answers_for
from inventory.incidents.models import Incident, Outcome
from portal.core.access import ALLOWED, Decision, Denied
from portal.core.units.access import NOT_COORDINATOR
from portal.core.units.models import CareUnit, Role
from portal.core.units.roles import SEES_SOME_UNIT, RoleSet

SEES_INCIDENTS = SEES_SOME_UNIT

NOT_REPORTER = Denied(
    "not_reporter",
    "Det är enhetens verksamhetschef eller IT-kontaktperson, samordnaren eller IT-leverans som anmäler.",
)
NOT_ANSWERING = Denied(
    "not_answering", "Det är enhetens verksamhetschef eller IT-kontaktperson som kan återta anmälan."
)
NOT_REPAIRER = Denied("not_repairer", "Det är IT-leverans eller samordnaren som sköter reparationer och lån.")
NOT_INVOICER = Denied("not_invoicer", "Det är ekonomen eller samordnaren som markerar vad som är fakturerat.")
REPORTED_IT = Denied(
    "reported_it", "Du anmälde själv. Någon annan behöver besluta om utrustningen ska ersättas."
)


def may_report(roles: RoleSet, unit: CareUnit) -> Decision:
    """Report, add pictures and the police's reference: the unit, and those in the region who come upon it."""
    in_region = unit.region_id in roles.regions_with(Role.COORDINATOR, Role.IT_DELIVERY)
    return ALLOWED if in_region or answers_for(roles, unit) else NOT_REPORTER


def may_withdraw(roles: RoleSet, incident: Incident) -> Decision:
    """The unit, and whoever reported it as long as he may report."""
    if answers_for(roles, incident.unit):
        return ALLOWED
    own = incident.reported_by_id == roles.user_id and may_report(roles, incident.unit)
    return ALLOWED if own else NOT_ANSWERING


def may_decide(roles: RoleSet, incident: Incident, outcome: str = "") -> Decision:
    """The coordinator. A replacement becomes an order, which nobody both asks for and checks."""
    if not roles.in_region(Role.COORDINATOR, incident.unit.region_id):
        return NOT_COORDINATOR
    itself = outcome == Outcome.REPLACE and incident.reported_by_id == roles.user_id
    return REPORTED_IT if itself else ALLOWED


def may_repair(roles: RoleSet, unit: CareUnit) -> Decision:
    """Take a piece back from repair, lend one in its place and take that back."""
    repairs = unit.region_id in roles.regions_with(Role.IT_DELIVERY, Role.COORDINATOR)
    return ALLOWED if repairs else NOT_REPAIRER


def may_invoice(roles: RoleSet, unit: CareUnit) -> Decision:
    """Say that the invoice is sent: the economist and the coordinator."""
    invoices = unit.region_id in roles.regions_with(Role.CONTROLLER, Role.COORDINATOR)
    return ALLOWED if invoices else NOT_INVOICER


def may_waive(roles: RoleSet, unit: CareUnit) -> Decision:
    """Let the unit off: who decides, lets off."""
    return ALLOWED if roles.in_region(Role.COORDINATOR, unit.region_id) else NOT_COORDINATOR
