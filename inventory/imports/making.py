"""New assets out of rows: whole pieces by the catalogue, parts by their whole."""

from collections.abc import Iterator

from entitlements.models import CatalogueItem
from inventory.actions.receive import end_of
from inventory.imports.judging import unit_of
from inventory.imports.queries.known import Known
from inventory.imports.wanted import Fault, Wanted
from inventory.models import Asset

S = Asset.State
_CODES = "Använd en kod i mallens blad Tillåtna värden."


def new_whole(row: Wanted, known: Known) -> tuple[Asset | None, list[Fault]]:
    """The asset that a row of a whole piece makes, or what is wrong with it."""
    item = known.item(row.item)
    unit, faults = unit_of(row, known)
    faults += _whole_faults(row, item)
    if item is None or faults:
        return None, faults
    state = row.state or S.IN_USE
    day = row.acquired_on or known.today
    asset = Asset(
        asset_number=row.asset_number,
        serial_number=row.serial_number,
        item_code=item.code,
        item_name=item.name,
        kind=item.kind,
        model_name=row.model or item.model_of(""),
        unit=unit,
        store=known.region if state == S.IN_STOCK else None,
        function=row.function,
        room=row.room,
        state=state,
        acquired_on=day,
        released_on=None if state in Asset.HELD else known.today,
        warranty_until=row.warranty_until or end_of(day, item.warranty_months),
        replacement_due=row.replacement_due or end_of(day, item.replacement_months),
    )
    return asset, []


def _whole_faults(row: Wanted, item: CatalogueItem | None) -> Iterator[Fault]:
    if not row.item:
        yield row.fault("item", "Artikel saknas.", _CODES)
    elif item is None:
        yield row.fault("item", f"{row.item} finns inte bland utrustningen i bilagan.", _CODES)
    elif item.has_serial_numbers and not row.serial_number:
        yield row.fault(
            "serial_number", "Serienummer saknas.", f"Skriv serienumret. Varje {item.name} har ett."
        )
    if row.state == S.IN_STOCK and (row.unit or row.function or row.room):
        yield row.fault(
            "unit", "Det som står i regionens lager har ingen enhet.", "Töm HSA-id, funktion och rum."
        )
    elif row.state != S.IN_STOCK and not row.unit:
        yield row.fault("unit", "HSA-id saknas.", "Skriv enhetens HSA-id.")


def new_part(row: Wanted, whole: Asset, known: Known) -> tuple[Asset | None, list[Fault]]:
    """The asset that a row of a part makes. It stands where its whole does, in the same state."""
    part = _part_of_item(row, known.items.get(whole.item_code))
    faults = list(follows_faults(row, whole))
    if part is None:
        what = f"{row.item or 'Tom artikel'} är inte en del av {whole.item_name}."
        faults.append(row.fault("item", what, "Skriv delens kod eller namn som i bilagan."))
    if part is None or faults:
        return None, faults
    asset = Asset(
        asset_number=row.asset_number,
        serial_number=row.serial_number,
        item_code=part["code"],
        item_name=part["name"],
        kind=whole.kind,
        model_name=row.model or part.get("model") or part["name"],
        part_of=whole,
        unit=whole.unit,
        store=whole.store,
        function=whole.function,
        room=whole.room,
        state=whole.state,
        acquired_on=min(row.acquired_on or whole.acquired_on, whole.released_on or known.today),
        released_on=whole.released_on,
        warranty_until=row.warranty_until or whole.warranty_until,
        replacement_due=row.replacement_due or whole.replacement_due,
    )
    return asset, []


def follows_faults(row: Wanted, whole: Asset) -> Iterator[Fault]:
    """A part's row may repeat where its whole stands but not say otherwise."""
    there = whole.unit.hsa_id if whole.unit else ""
    name = whole.asset_number or whole.serial_number
    for key, own, its in (
        ("unit", row.unit, there),
        ("function", row.function, whole.function),
        ("room", row.room, whole.room),
        ("state", row.state, whole.state),
    ):
        if own and own != its:
            yield row.fault(
                key,
                f"Delen följer med {name} och kan inte stå för sig.",
                "Töm cellen, eller ändra på helheten.",
            )


def _part_of_item(row: Wanted, item: CatalogueItem | None) -> dict[str, str] | None:
    named = row.item.casefold()
    parts = item.parts if item else []
    return next((part for part in parts if named in (part["code"], part["name"].casefold())), None)
