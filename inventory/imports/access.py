"""Who may import equipment."""

from inventory.imports.models import IMPORTERS
from portal.core.access import ALLOWED, Decision, Denied
from portal.core.units.roles import RoleSet

NOT_IMPORTER = Denied(
    "not_importer", "Det är regionens IT-leverans, IT-koordinator eller samordnare som importerar utrustning."
)


def may_import(roles: RoleSet, region_id: int) -> Decision:
    return ALLOWED if region_id in roles.regions_with(*IMPORTERS) else NOT_IMPORTER
