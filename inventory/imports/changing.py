"""What a row changes in an asset that there is already. An empty cell says nothing."""

from collections.abc import Iterator

from inventory.imports.judging import unit_of
from inventory.imports.making import follows_faults
from inventory.imports.plan import PLACE, Piece
from inventory.imports.queries.known import Known
from inventory.imports.wanted import Fault, Wanted
from inventory.models import Asset


def changed_whole(row: Wanted, asset: Asset, known: Known) -> tuple[Piece, list[Fault]]:
    """The asset as the row wants it, with what it was before."""
    unit, faults = unit_of(row, known)
    faults += [*_same_faults(row, asset, known), *_place_faults(row, asset)]
    piece = Piece(asset, row, before={})
    if faults:
        return piece, faults
    if unit is not None and unit != asset.unit:
        piece.put("acquired_on", known.today)
        piece.put("unit", unit)
    for name, value in (("function", row.function), ("room", row.room)):
        if value:
            piece.put(name, value)
    return piece, [*_put_facts(piece, row)]


def changed_part(row: Wanted, asset: Asset, whole: Asset, known: Known) -> tuple[Piece, list[Fault]]:
    """As ``changed_whole`` for a part, which stands where its whole does."""
    faults = [*_same_faults(row, asset, known), *follows_faults(row, whole)]
    piece = Piece(asset, row, before={})
    if not faults:
        follow(piece, whole)
        faults = [*_put_facts(piece, row)]
    return piece, faults


def follow(piece: Piece, whole: Asset) -> None:
    """Let a part stand where its whole does."""
    if piece.asset.unit != whole.unit:
        piece.put("acquired_on", whole.acquired_on)
    for name in PLACE:
        piece.put(name, getattr(whole, name))


def _put_facts(piece: Piece, row: Wanted) -> Iterator[Fault]:
    for name, value in (
        ("serial_number", row.serial_number),
        ("model_name", row.model),
        ("acquired_on", row.acquired_on),
        ("warranty_until", row.warranty_until),
        ("replacement_due", row.replacement_due),
    ):
        if value:
            piece.put(name, value)
    left = piece.asset.released_on
    if left and piece.asset.acquired_on > left:
        yield row.fault("acquired_on", f"Inventarien lämnade enheten {left}.", "Skriv en dag före den.")


def _same_faults(row: Wanted, asset: Asset, known: Known) -> Iterator[Fault]:
    """What an import never changes: item, state, and what the asset is a part of."""
    item = known.item(row.item)
    own = (asset.item_code, asset.item_name.casefold())
    if row.item and (item.code if item else row.item.casefold()) not in own:
        yield row.fault(
            "item",
            f"{asset.asset_number} är registrerad som {asset.item_name}.",
            "Rätta artikeln eller numret.",
        )
    if row.state and row.state != asset.state:
        what = f"{asset.asset_number} är i läget {asset.get_state_display()}, och import ändrar inte läget."
        yield row.fault("state", what, "Töm cellen. Läget ändras på inventariens sida.")
    if row.part_of:
        named = known.named(row.part_of)
        if named is None or named.pk != asset.part_of_id:
            what = f"{asset.asset_number} hör inte till {row.part_of}."
            yield row.fault("part_of", what, "Töm cellen, eller rätta numret.")


def _place_faults(row: Wanted, asset: Asset) -> Iterator[Fault]:
    if asset.is_held:
        if asset.on_loan and row.unit and asset.unit and row.unit != asset.unit.hsa_id:
            what = f"{asset.asset_number} är lånad ur regionens lager och flyttas inte mellan enheter."
            yield row.fault("unit", what, "Töm cellen, eller ta emot lånet först.")
        return
    there = asset.unit.hsa_id if asset.unit else ""
    for key, own, its in (
        ("unit", row.unit, there),
        ("function", row.function, asset.function),
        ("room", row.room, asset.room),
    ):
        if own and own != its:
            what = f"{asset.asset_number} är i läget {asset.get_state_display()} och kan inte flyttas här."
            yield row.fault(key, what, "Töm cellen. Flytta på inventariens sida.")
            return
