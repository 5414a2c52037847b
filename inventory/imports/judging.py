"""Each row held against the register and against the rows before it."""

from collections.abc import Iterator

from inventory.imports.queries.known import Known
from inventory.imports.wanted import Fault, Wanted
from inventory.models import Asset
from portal.core.units.models import CareUnit


class Seen:
    """What the rows so far have named, so that the second of two alike is told of."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], int] = {}
        self.shared: dict[tuple[int, str], int] = {}

    def faults(self, row: Wanted, asset: Asset | None) -> Iterator[Fault]:
        """A number or serial number that an earlier row has, or the same asset named in another way."""
        for key, value in (("asset_number", row.asset_number), ("serial_number", row.serial_number)):
            first = self.rows.setdefault((key, value), row.row) if value else row.row
            if first != row.row:
                yield row.fault(key, f"{value} står också på rad {first}.", "Ta bort en av raderna.")
                return
        if asset is not None and self.rows.setdefault(("asset", str(asset.pk)), row.row) != row.row:
            yield row.fault(
                "asset_number", f"{asset.asset_number} står på flera rader.", "Ta bort en av raderna."
            )


def match(row: Wanted, known: Known) -> tuple[Asset | None, list[Fault]]:
    """The asset of the register that the row is about, by number or else by serial number; None: it is a new one."""
    numbered, serial = known.by_number.get(row.asset_number), known.by_serial.get(row.serial_number)
    asset = numbered or serial
    if asset is None:
        return None, list(_number_faults(row, known))
    if not _is_of(known, asset):
        key = "asset_number" if numbered else "serial_number"
        return asset, [
            row.fault(key, "Numret används redan av en annan region.", "Se efter att numret är rätt.")
        ]
    if numbered and serial and numbered.pk != serial.pk:
        what = f"Serienumret finns redan på {serial.asset_number}."
        return asset, [row.fault("serial_number", what, "Se efter vilket av numren som är rätt.")]
    if serial and row.asset_number and serial.asset_number != row.asset_number:
        what = f"Serienumret har redan inventarienumret {serial.asset_number}."
        return asset, [row.fault("asset_number", what, "Använd det numret, eller lämna cellen tom.")]
    if numbered and row.serial_number and numbered.serial_number not in ("", row.serial_number):
        what = f"{numbered.asset_number} har serienumret {numbered.serial_number}."
        return asset, [row.fault("serial_number", what, "Rätta serienumret, eller lämna cellen tom.")]
    return asset, []


def _is_of(known: Known, asset: Asset) -> bool:
    return known.region.pk in (asset.store_id, asset.unit.region_id if asset.unit else None)


def _number_faults(row: Wanted, known: Known) -> Iterator[Fault]:
    """A number of the portal's own series that has not been given yet would be given to another later."""
    prefix, _, number = row.asset_number.rpartition("-")
    own = prefix == known.region.asset_prefix and number.isdecimal()
    if own and int(number) > known.last_number:
        yield row.fault(
            "asset_number", f"{row.asset_number} ligger i portalens egen nummerserie och är inte utdelat.",
            "Lämna cellen tom så får utrustningen nästa nummer.",
        )  # fmt: skip


def unit_of(row: Wanted, known: Known) -> tuple[CareUnit | None, list[Fault]]:
    """The unit that the row names; none when it names none."""
    if not row.unit:
        return None, []
    unit = known.units.get(row.unit)
    if unit is None:
        what = f"Regionen har ingen vårdenhet med HSA-id {row.unit}."
        return None, [row.fault("unit", what, "Rätta HSA-id:t. Enheten ska finnas i portalen först.")]
    return unit, []


def shared_faults(row: Wanted, asset: Asset, known: Known, seen: Seen) -> Iterator[Fault]:
    """A unit has one of each shared item (§3a); the database holds it too."""
    counts = asset.kind == "SHARED" and asset.is_held and not asset.on_loan
    if not counts or asset.part_of_id or asset.unit is None:
        return
    key = (asset.unit.pk, asset.item_code)
    holder = known.shared.get(key)
    first = seen.shared.setdefault(key, row.row)
    if (holder is not None and holder != asset.pk) or first != row.row:
        where = f" på rad {first}" if first != row.row else ""
        yield row.fault(
            "item", f"{asset.unit.name} har redan en {asset.item_name}{where}. En per enhet ingår (§3a).",
            "Ta bort raden, eller registrera den äldre som återlämnad först.",
        )  # fmt: skip
