"""Who may do what with inventory rounds. Each answer carries its reason."""

from inventory.access import answers_for
from portal.core.access import ALLOWED, Decision, Denied
from portal.core.units.access import is_head
from portal.core.units.models import CareUnit, Role
from portal.core.units.roles import RoleSet

NOT_RUNNER = Denied("not_round_runner", "Det är regionens samordnare som sköter inventeringar.")
NOT_ANSWERER = Denied(
    "not_round_answerer",
    "Det är enhetens verksamhetschef, IT-kontaktperson och superanvändare som besvarar inventeringen.",
)
NOT_SIGNER = Denied("not_signer", "Det är enhetens verksamhetschef som signerar svaret.")


def may_run(roles: RoleSet, region_id: int) -> Decision:
    """Open rounds, review deviations, open an answer again, close, keep schedules."""
    return ALLOWED if roles.in_region(Role.COORDINATOR, region_id) else NOT_RUNNER


def may_answer(roles: RoleSet, unit: CareUnit) -> Decision:
    """Several people at the unit answer together: its head, IT contact and superusers, or those of its main unit."""
    superuser = any(roles.at_unit(Role.SUPERUSER, unit_id) for unit_id in (unit.pk, unit.parent_id))
    return ALLOWED if superuser or answers_for(roles, unit) else NOT_ANSWERER


def may_sign(roles: RoleSet, unit: CareUnit) -> Decision:
    return ALLOWED if is_head(roles, unit) else NOT_SIGNER
