"""From content to rows: what drafting and submitting have in common."""

from dataclasses import replace
from datetime import datetime

from entitlements.models import CatalogueItem
from entitlements.queries import items_by_code
from inventory.models import Asset
from orders.access import acting_for
from orders.content import LineContent, OrderContent, faults_in
from orders.models import Order, OrderLine
from orders.numbers import next_number
from portal.core.clock import local_date
from portal.core.errors import Conflict, Errors, Invalid, Missing
from portal.core.people.models import User
from portal.core.units.models import CareUnit
from portal.core.units.queries import lock_unit
from portal.core.units.roles import RoleSet


def require_savable(content: OrderContent, version_id: int) -> None:
    """Raise Errors unless every line names an item of the catalogue, in a number that can be stored, and every
    text fits."""
    known = items_by_code(version_id)
    faults = faults_in(content)
    for place, line in enumerate(content.lines):
        if line.item not in known:
            faults.append(
                Invalid(
                    "UNKNOWN_ITEM",
                    f"”{line.item[:60]}” finns inte i regionens katalog.",
                    field=f"lines[{place}].item",
                )
            )
        if not 1 <= line.quantity <= 100_000:
            faults.append(
                Invalid(
                    "QUANTITY_NOT_POSITIVE" if line.quantity < 1 else "QUANTITY_TOO_LARGE",
                    "Antalet måste vara minst 1." if line.quantity < 1 else "Antalet är för stort.",
                    field=f"lines[{place}].quantity",
                )
            )
    if faults:
        raise Errors(faults)


def new_order(unit: CareUnit, version_id: int, *, by: User, at: datetime) -> Order:
    """An order in memory, as a draft, with its number."""
    return Order(
        number=next_number("B", local_date(at).year),
        unit=unit,
        appendix_id=version_id,
        state=Order.State.DRAFT,
        created_at=at,
        created_by=by,
        state_since=at,
    )


def fill(order: Order, content: OrderContent, version_id: int) -> list[OrderLine]:
    """Put the content into an order in memory and return its lines, not yet stored."""
    items = items_by_code(version_id)
    replaced = _replaced(content)
    order.appendix_id = version_id
    order.cost_centre = content.cost_centre
    order.delivery_address = content.delivery_address or order.unit.address
    order.recipient = content.recipient
    order.needed_by = content.needed_by
    order.pieces = sum(line.quantity for line in content.lines)
    order.summary = summary_of(content, items)
    order.content_hash = content.content_hash(order.unit.hsa_id)
    return [
        _line(order, place, line, items[line.item], replaced.get(line.replaces))
        for place, line in enumerate(content.lines)
    ]


def store(order: Order, lines: list[OrderLine], *, is_new: bool = False) -> None:
    """Replace the order's lines; a new order has none to replace. The order itself is saved already."""
    if not is_new:
        order.lines.all().delete()
    for line in lines:
        line.order = order
    OrderLine.objects.bulk_create(lines)


def content_of(order: Order) -> OrderContent:
    """An order's content as it is stored, with what is granted in place of what was ordered once decided."""
    return OrderContent(
        cost_centre=order.cost_centre,
        delivery_address=order.delivery_address,
        recipient=order.recipient,
        needed_by=order.needed_by,
        lines=tuple(
            LineContent(
                item=line.item_code,
                quantity=line.wanted,
                variant=line.variant,
                options=tuple(line.options),
                motivation=line.motivation,
                function=line.function,
                room=line.room,
                replaces=line.replaces.asset_number if line.replaces else "",
            )
            for line in order.lines.select_related("replaces").order_by("position")
            if line.wanted
        ),
    )


def locked_order(order: Order) -> Order:
    """The order's row and its unit's, locked in that order of importance: unit first, then order."""
    unit = lock_unit(order.unit_id)
    found = Order.objects.select_for_update().filter(pk=order.pk).first()
    if found is None:
        raise Missing("order_gone", "Beställningen finns inte längre. Utkastet kan vara borttaget.")
    found.unit = unit
    return found


def principal_of(roles: RoleSet, order: Order) -> User | None:
    """In whose place the person decides at attest; None for an ordering manager in his own right."""
    substitution = acting_for(roles, order)
    return User.objects.get(pk=substitution.principal_id) if substitution else None


def require_unchanged(order: Order, seen: str) -> None:
    """Raise Conflict when the content is not what the person had on the screen. Empty: nothing was said of it."""
    if seen and seen != order.content_hash:
        raise Conflict(
            "changed_meanwhile",
            "Beställningen har ändrats sedan du läste den. Sidan visar nu det senaste läget.",
        )


def summary_of(content: OrderContent, items: dict[str, CatalogueItem]) -> str:
    """The contents in a phrase: "2 grundpaket, 1 anmälningsskärm, 3 extra skärmar"."""
    parts = [
        f"{line.quantity} {(items[line.item].name if line.quantity == 1 else items[line.item].name_plural)}"
        for line in content.lines
        if line.item in items
    ]
    text = ", ".join(parts)
    return text if len(text) <= 300 else f"{text[:297]}…"


def with_replacements(content: OrderContent, order: Order | None) -> OrderContent:
    """The content as the unit wrote it, with what its lines replace: only the region decides that, and it stays when
    an order comes back to be completed. One query, and none for what is new."""
    if order is None or not order.source:
        return content
    kept = {
        line.item_code: line.replaces.asset_number
        for line in order.lines.select_related("replaces")
        if line.replaces
    }
    lines = []
    for line in content.lines:
        number = kept.pop(line.item, "") if line.quantity == 1 else ""
        lines.append(replace(line, replaces=number))
    return replace(content, lines=tuple(lines))


def _replaced(content: OrderContent) -> dict[str, Asset]:
    numbers = [line.replaces for line in content.lines if line.replaces]
    return (
        {one.asset_number: one for one in Asset.objects.filter(asset_number__in=numbers)} if numbers else {}
    )


def _line(
    order: Order, place: int, line: LineContent, item: CatalogueItem, replaced: Asset | None
) -> OrderLine:
    return OrderLine(
        order=order,
        position=place,
        item=item,
        item_code=item.code,
        variant=line.variant,
        options=list(line.options),
        quantity=line.quantity,
        motivation=line.motivation.strip(),
        function=line.function.strip(),
        room=line.room.strip(),
        replaces=replaced,
    )
