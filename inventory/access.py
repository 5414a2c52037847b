"""Who may do what with assets and with what is registered of services."""

from inventory.models import Asset, AssetMove, SavedView
from inventory.models.asset import KEEPERS
from portal.core.access import ALLOWED, Decision, Denied
from portal.core.people.models import User
from portal.core.units.access import is_head
from portal.core.units.models import CareUnit, Region, Role
from portal.core.units.roles import SEES_SOME_UNIT, RoleSet

SEES_ASSETS = SEES_SOME_UNIT

CHANGES_ASSETS = (Role.HEAD_OF_UNIT, Role.IT_CONTACT, *KEEPERS)

NOT_AT_UNIT = Denied(
    "not_at_unit",
    "Det är enhetens verksamhetschef, IT-kontaktperson eller regionens IT-leverans som kan ändra.",
)
NOT_REGISTRAR = Denied(
    "not_registrar",
    "Det är regionens samordnare, IT-koordinator eller IT-leverans som registrerar tjänster.",
)
NOT_OWN_VIEW = Denied("not_own_view", "Bara den som har sparat vyn kan ändra den.")
NOT_OWN_ROLE = Denied("not_own_role", "Du kan bara dela en vy med ett uppdrag som du själv har i regionen.")
NOT_PLANNER = Denied(
    "not_planner", "Utbyte och garanti ändras av regionens samordnare, IT-koordinator eller IT-leverans."
)
NOT_KEEPER = Denied("not_keeper", "Regionens lager sköts av IT-leverans, IT-koordinatorn och samordnaren.")
NOT_GIVING_HEAD = Denied(
    "not_giving_head", "Det är den lämnande enhetens verksamhetschef som begär en flytt."
)
NOT_RECEIVING_HEAD = Denied(
    "not_receiving_head", "Det är den mottagande enhetens verksamhetschef som svarar på begäran."
)
NOT_APPROVER = Denied("not_approver", "Det är regionens samordnare som godkänner flyttar mellan enheter.")
NOT_ASKER = Denied("not_asker", "Det är den lämnande enhetens verksamhetschef som kan ta tillbaka begäran.")
IN_STORE = Denied("in_store", "Inventarien står i regionens lager och har ingen plats på en enhet.")


def answers_for(roles: RoleSet, unit: CareUnit) -> bool:
    """Whether the person is head or IT contact of the unit, or of the one that it is a branch of."""
    return any(
        roles.at_unit(role, unit_id)
        for role in (Role.HEAD_OF_UNIT, Role.IT_CONTACT)
        for unit_id in (unit.pk, unit.parent_id)
    )


def may_place(roles: RoleSet, asset: Asset) -> Decision:
    unit = asset.unit
    if unit is None:
        return IN_STORE
    allowed = answers_for(roles, unit) or roles.in_region(Role.IT_DELIVERY, unit.region_id)
    return ALLOWED if allowed else NOT_AT_UNIT


def may_register_services(roles: RoleSet, unit: CareUnit) -> Decision:
    """Register and end services, networks and accesses: the region does, and the unit has agreed (Kalmar IT §4)."""
    return ALLOWED if keeps_register(roles, unit.region_id) else NOT_REGISTRAR


def keeps_register(roles: RoleSet, region_id: int | None) -> bool:
    """Whether the person looks after the register of the region and what stands in its store."""
    return region_id in roles.regions_with(*KEEPERS)


def may_change_days(roles: RoleSet, asset: Asset) -> Decision:
    """Set when a piece is to be replaced and how long its warranty lasts."""
    region_id = asset.unit.region_id if asset.unit else asset.store_id
    return ALLOWED if keeps_register(roles, region_id) else NOT_PLANNER


def may_share_view(roles: RoleSet, role: str, region: Region | None) -> Decision:
    """Keep a view by a name is for everyone; with others it is shared by one who has their role himself."""
    own = not role or (region is not None and roles.in_region(role, region.pk))
    return ALLOWED if own else NOT_OWN_ROLE


def may_change_view(person: User, view: SavedView) -> Decision:
    return ALLOWED if view.owner_id == person.pk else NOT_OWN_VIEW


def may_keep_store(roles: RoleSet, region_id: int | None) -> Decision:
    """Put what has come back in the region's store, and hand it out from there."""
    return ALLOWED if keeps_register(roles, region_id) else NOT_KEEPER


def kept_regions(roles: RoleSet) -> frozenset[int]:
    """The regions whose register and store the person looks after."""
    return roles.regions_with(*KEEPERS)


def may_ask_move(roles: RoleSet, unit: CareUnit) -> Decision:
    return ALLOWED if is_head(roles, unit) else NOT_GIVING_HEAD


def may_agree(roles: RoleSet, move: AssetMove) -> Decision:
    return ALLOWED if is_head(roles, move.to_unit) else NOT_RECEIVING_HEAD


def may_approve(roles: RoleSet, move: AssetMove) -> Decision:
    return ALLOWED if roles.in_region(Role.COORDINATOR, move.to_unit.region_id) else NOT_APPROVER


def may_decline(roles: RoleSet, move: AssetMove) -> Decision:
    """Whoever is asked: the receiving head until he has agreed, the coordinator at any time."""
    if may_approve(roles, move):
        return ALLOWED
    return may_agree(roles, move) if move.state == AssetMove.State.ASKED else NOT_APPROVER


def may_withdraw(roles: RoleSet, move: AssetMove) -> Decision:
    return ALLOWED if is_head(roles, move.from_unit) else NOT_ASKER
