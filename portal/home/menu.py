"""The main menu and the person's own, for each role."""

from collections.abc import Iterator

from django.http import HttpRequest

from orders.models import Order
from portal.core.cache import process_cache
from portal.core.units.models import Region, Role
from portal.core.units.roles import SEES_EVERY_UNIT, RoleSet
from portal.core.web.context import NavItem, Person, UnitChoice
from portal.core.web.pages import current_unit, own_units
from portal.home.links import link
from portal.home.queries.unit_work import OPEN, of_unit
from portal.home.queries.work import RegionWork, work_of

_KEPT = 60  # seconds
_ANSWERS = (Role.COORDINATOR, Role.IT_COORDINATOR)


def nav(request: HttpRequest) -> Iterator[NavItem]:
    """The menu of every role that the person has, each address once. At most two queries for a unit's person or a
    coordinator; what counts is shown beside."""
    seen: set[str] = set()
    for item in _items(request):
        if item.url not in seen:
            seen.add(item.url)
            yield item


def person(request: HttpRequest) -> Person:
    """Who is signed in, with the unit that he works as, or his region."""
    roles: RoleSet = request.roles
    units = own_units(request)
    unit = current_unit(request) if units else None
    region = unit.region if unit else _region_of(roles)
    return Person(
        name=request.user.full_name,
        roles=", ".join(roles.names),
        workplace=unit.name if unit else (region.name if region else ""),
        region=region.name if region else "",
        contact=f"Frågor om beställningar: {region.order_contact}" if region else "",
        units=tuple(
            UnitChoice(one.hsa_id, one.name, unit is not None and one.pk == unit.pk) for one in units
        ),
    )


def _region_of(roles: RoleSet) -> Region | None:
    ids = frozenset().union(*roles.regions.values(), {one.region_id for one in roles.substitutions})
    if not ids:
        return None
    # Named on every page, and a region changes its name or address once in a decade.
    key = f"home.region:{','.join(map(str, sorted(ids)))}"
    return process_cache.get_or_set(
        key, lambda: Region.objects.filter(pk__in=ids).order_by("name").first(), _KEPT
    )


def _items(request: HttpRequest) -> Iterator[NavItem]:
    yield NavItem("Start", link("home:start"))
    yield from _unit_items(request)
    yield from _region_items(request.roles, work_of(request))


def _unit_items(request: HttpRequest) -> Iterator[NavItem]:
    if not own_units(request):
        return
    unit = current_unit(request)
    head = request.roles.has(Role.HEAD_OF_UNIT)
    if head:
        yield NavItem("Beställ", link("orders:new"))
    going_on = Order.objects.filter(of_unit(unit), state__in=OPEN).count()
    yield NavItem("Beställningar", link("orders:list"), going_on, "pågående")
    yield NavItem("Utrustning", link("inventory:list"), also=_under("inventory:list"))
    yield NavItem("Enhetens uppgifter", link("home:figures", unit.hsa_id))
    yield NavItem("Samverkan", link("orders:matters"))


def _region_items(roles: RoleSet, work: RegionWork) -> Iterator[NavItem]:
    to_deliver = work.to_deliver.count + work.to_deliver_rest.count
    for who, label, name, count, waits in (
        ((Role.COORDINATOR,), "Granskning", "orders:check_queue", work.to_check.count, "att granska"),
        ((Role.ORDERING_MANAGER,), "Attest", "orders:attest_queue", work.to_attest.count, "att attestera"),
        ((Role.IT_DELIVERY,), "Leverans", "orders:pick_list", to_deliver, "att leverera"),
        ((Role.COORDINATOR,), "Uppgifter", "home:figures_queue", work.figures.count, "att kontrollera"),
        (_ANSWERS, "Samverkan", "orders:matters", work.matters.count, "att besvara"),
        (SEES_EVERY_UNIT, "Beställningar", "orders:list", 0, ""),
        (SEES_EVERY_UNIT, "Enheter", "units:list", 0, ""),
        (SEES_EVERY_UNIT, "Utrustning", "inventory:list", 0, ""),
        ((Role.CATALOGUE_EDITOR, Role.COORDINATOR), "Bilagan", "entitlements:appendix", 0, ""),
        ((Role.ADMINISTRATOR,), "Administration", "units:administration", 0, ""),
        ((Role.LOG_REVIEWER,), "Logg", "home:log", 0, ""),
    ):
        if roles.has(*who):
            yield NavItem(label, link(name), count, waits, also=_under(name))


def _under(name: str) -> tuple[str, ...]:
    """Addresses whose pages have no entry of their own for most people."""
    return (link("inventory:moves"), link("network:unseen")) if name == "inventory:list" else ()
