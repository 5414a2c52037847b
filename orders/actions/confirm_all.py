"""Acknowledging all that an order has waiting in one go, with pieces told apart by the numbers on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from inventory.serials import normalise_serial
from orders.actions.confirm import PieceReceipt, confirm_delivery
from orders.actions.places import told_at
from orders.actions.writing import locked_order
from orders.models import DeliveredPiece, Delivery, Order
from portal.core.errors import Conflict, Errors, Invalid, Missing
from portal.core.people.models import User


@dataclass(frozen=True, slots=True)
class NumberedReceipt:
    """How a piece was when it came; ``serial_number`` or ``asset_number`` tells which."""

    receipt: str
    remark: str = ""
    serial_number: str = ""
    asset_number: str = ""


def confirm_deliveries(
    *, order: Order, number: str = "", deviations: Sequence[NumberedReceipt] = (), by: User, at: datetime
) -> list[Delivery]:
    """Acknowledge the deliveries of the order that wait for it, or the one with the number: all or none.

    Raises Missing for a delivery that is not the order's, Conflict when nothing waits, Errors for deviations that
    name no piece or the same twice, and what ``confirm_delivery`` raises, each at ``deviations[i]``.
    """
    with transaction.atomic():
        order = locked_order(order)
        deliveries = _waiting(order, number)
        receipts = _by_delivery(deliveries, deviations)
        return [_confirm(one, receipts.get(one.pk, {}), by, at) for one in deliveries]


def _confirm(delivery: Delivery, receipts: Mapping[int, PieceReceipt], by: User, at: datetime) -> Delivery:
    """Acknowledge one. ``receipts`` by their place among all the deviations."""
    places = {f"pieces[{count}]": f"deviations[{place}]" for count, place in enumerate(receipts)}
    with told_at(places):
        return confirm_delivery(delivery=delivery, deviations=list(receipts.values()), by=by, at=at)


def _waiting(order: Order, number: str) -> list[Delivery]:
    deliveries = Delivery.objects.filter(order_id=order.pk).order_by("pk")
    if number:
        # One that is acknowledged already is left for confirm_delivery to refuse by its number.
        deliveries = deliveries.filter(number=number)
        if not deliveries:
            raise Missing("unknown_delivery", "Leveransen hör inte till beställningen.", field="delivery")
    else:
        deliveries = deliveries.filter(confirmed_at__isnull=True)
        if not deliveries:
            raise Conflict("nothing_to_confirm", "Beställningen har ingen leverans som väntar på kvittens.")
    for one in deliveries:
        one.order = order
    return list(deliveries)


def _by_delivery(
    deliveries: list[Delivery], deviations: Sequence[NumberedReceipt]
) -> dict[int, dict[int, PieceReceipt]]:
    """By delivery, and by their place among the deviations."""
    if not deviations:
        return {}
    pieces = DeliveredPiece.objects.filter(delivery__in=deliveries).select_related("asset")
    by_number = {number: piece for piece in pieces for number in _numbers(piece)}
    found: dict[int, dict[int, PieceReceipt]] = {}
    faults: list[Invalid] = []
    seen: set[int] = set()
    for place, one in enumerate(deviations):
        piece = by_number.get(_number(one))
        fault = _fault(one, piece, seen)
        if fault or piece is None:
            faults.append(Invalid(*fault, field=f"deviations[{place}]"))
            continue
        seen.add(piece.pk)
        found.setdefault(piece.delivery_id, {})[place] = PieceReceipt(piece.pk, one.receipt, one.remark)
    if faults:
        raise Errors(faults)
    return found


def _fault(one: NumberedReceipt, piece: DeliveredPiece | None, seen: set[int]) -> tuple[str, str] | tuple[()]:
    if bool(one.serial_number) == bool(one.asset_number):
        return ("which_piece", "Ange antingen serienummer eller inventarienummer.")
    if piece is None:
        return ("unknown_piece", "Artikeln hör inte till leveransen.")
    return ("piece_twice", "Samma artikel står med två gånger.") if piece.pk in seen else ()


def _number(one: NumberedReceipt) -> tuple[str, str]:
    if one.serial_number:
        return ("serial", normalise_serial(one.serial_number))
    return ("asset", one.asset_number.strip().upper())


def _numbers(piece: DeliveredPiece) -> list[tuple[str, str]]:
    """What a piece is known by. A piece without serial number is known by its asset number alone."""
    serial = [("serial", piece.asset.serial_number)] if piece.asset.serial_number else []
    return [*serial, ("asset", piece.asset.asset_number)]
