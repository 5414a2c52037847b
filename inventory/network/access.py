"""Who may tell what was seen on the network, and who decides about what the region did not supply."""

from inventory.network.models import NetworkDeviation
from portal.core.access import ALLOWED, Decision, Denied
from portal.core.units.models import Role
from portal.core.units.roles import RoleSet

FEEDERS = (Role.IT_DELIVERY, Role.IT_COORDINATOR)
DECIDERS = (Role.IT_COORDINATOR, Role.COORDINATOR)
NOT_FEEDER = Denied(
    "not_feeder", "Det är regionens IT-leverans eller IT-koordinator som lämnar uppgifter om nätverkskontakt."
)
NOT_DECIDER = Denied(
    "not_decider", "Det är regionens IT-koordinator eller samordnare som avgör vad okänd utrustning är."
)


def may_feed(roles: RoleSet, region_id: int) -> Decision:
    return ALLOWED if region_id in roles.regions_with(*FEEDERS) else NOT_FEEDER


def may_decide(roles: RoleSet, deviation: NetworkDeviation) -> Decision:
    region_id = deviation.unit.region_id
    return ALLOWED if region_id in roles.regions_with(*DECIDERS) else NOT_DECIDER
