"""Who may look after the jobs."""

from portal.core.access import ALLOWED, Decision
from portal.core.units.access import NOT_ADMINISTRATOR
from portal.core.units.models import Role
from portal.core.units.roles import RoleSet


def may_run_jobs(roles: RoleSet) -> Decision:
    """The jobs are the whole portal's: an administrator of any region."""
    return ALLOWED if roles.has(Role.ADMINISTRATOR) else NOT_ADMINISTRATOR
