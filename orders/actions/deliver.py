"""IT delivers, whole or in parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from entitlements.models import CatalogueItem
from inventory.actions.receive import Piece, receive_assets
from orders.access import may_deliver
from orders.actions.places import told_at
from orders.actions.replace import take_old_pieces
from orders.actions.writing import locked_order
from orders.models import DeliveredPiece, Delivery, Order, OrderLine
from orders.numbers import next_number
from orders.workflow import move, require_state
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Errors, Invalid
from portal.core.people.models import User
from portal.core.text import text_faults
from portal.core.units.queries import roles_of


@dataclass(frozen=True, slots=True)
class LineDelivery:
    """The serial numbers delivered on a line, one for each piece. ``line`` is the line's id."""

    line: int
    serial_numbers: tuple[str, ...]


def register_delivery(
    *, order: Order, lines: Sequence[LineDelivery], note: str = "", by: User, at: datetime
) -> Delivery:
    """Register what is handed over now. Every piece becomes an asset at the unit, with an asset number.

    Raises Errors when nothing is delivered, a line is not the order's, more is delivered than remains, or a serial
    number is missing, malformed, repeated or used before, each at ``lines[i].serial_numbers[j]``. Nothing is
    registered then.
    """
    with transaction.atomic():
        order = locked_order(order)
        require(may_deliver(roles_of(by, local_date(at)), order))
        require_state(order, "deliver_part")
        rows = {line.pk: line for line in order.lines.select_related("item").order_by("position")}
        _require_deliverable(rows, lines, note)
        pieces = [(rows[one.line], serial) for one in lines for serial in one.serial_numbers]
        # The number before the assets: they are logged, and the log is locked last.
        delivery = Delivery.objects.create(
            number=next_number("L", local_date(at).year),
            order=order,
            delivered_at=at,
            delivered_by=by,
            note=note.strip(),
        )
        # First, since the unit has one of what is shared.
        take_old_pieces(order=order, lines=[line for line, _ in pieces], by=by, at=at)
        with told_at(_places(lines)):
            assets = receive_assets(
                unit=order.unit,
                pieces=[_piece(line, line.item, serial) for line, serial in pieces],
                source=order.number,
                by=by,
                at=at,
            )
        DeliveredPiece.objects.bulk_create(
            DeliveredPiece(delivery=delivery, line=line, asset=asset)
            for (line, _), asset in zip(pieces, assets, strict=True)
        )
        for one in lines:
            rows[one.line].delivered += len(one.serial_numbers)
        OrderLine.objects.bulk_update(rows.values(), ["delivered"])
        whole = not any(line.remaining for line in rows.values())
        move(
            order,
            "deliver_rest" if whole else "deliver_part",
            by=by,
            at=at,
            note={"delivery": delivery.number, "pieces": len(pieces)},
            event=delivery.number,
        )
    return delivery


def _places(lines: Sequence[LineDelivery]) -> dict[str, str]:
    """Where each of the pieces, counted through, stands in what was sent: by line and by number on the line."""
    places = (
        f"lines[{line}].serial_numbers[{number}]"
        for line, one in enumerate(lines)
        for number in range(len(one.serial_numbers))
    )
    return {f"serial_numbers[{count}]": place for count, place in enumerate(places)}


def _piece(line: OrderLine, item: CatalogueItem, serial: str) -> Piece:
    return Piece(
        item=item,
        serial_number=serial,
        variant=line.variant,
        options=tuple(line.options),
        function=line.function,
        room=line.room,
    )


def _require_deliverable(rows: Mapping[int, OrderLine], lines: Sequence[LineDelivery], note: str) -> None:
    faults = text_faults("note", note, 500)
    if not any(one.serial_numbers for one in lines):
        faults.append(
            Invalid("nothing_delivered", "Skanna minst ett serienummer att leverera.", field="lines")
        )
    if len({one.line for one in lines}) != len(lines):
        faults.append(Invalid("line_twice", "Samma rad står med två gånger.", field="lines"))
    for place, one in enumerate(lines):
        line = rows.get(one.line)
        if line is None:
            faults.append(
                Invalid("unknown_line", "Raden hör inte till beställningen.", field=f"lines[{place}].line")
            )
        elif len(one.serial_numbers) > line.remaining:
            faults.append(
                Invalid(
                    "too_many_delivered",
                    f"{line.item.name}: {len(one.serial_numbers)} serienummer, men {line.remaining} återstår.",
                    field=f"lines[{place}].serial_numbers",
                )
            )
    if faults:
        raise Errors(faults)
