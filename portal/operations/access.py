"""Who may look after the portal's own work: the jobs and the outbox."""

from portal.core.access import ALLOWED, Decision
from portal.core.units.access import NOT_ADMINISTRATOR
from portal.core.units.models import Role
from portal.core.units.roles import RoleSet


def may_look_after_work(roles: RoleSet) -> Decision:
    """The work is the whole portal's: an administrator of any region."""
    return ALLOWED if roles.has(Role.ADMINISTRATOR) else NOT_ADMINISTRATOR
