"""The dry run: every row read, held against the register and against the others."""

from collections.abc import Iterable, Mapping
from datetime import date

from inventory.imports.changing import changed_part, changed_whole, follow
from inventory.imports.judging import Seen, match, shared_faults
from inventory.imports.making import new_part, new_whole
from inventory.imports.plan import Piece, Plan
from inventory.imports.queries.known import Known
from inventory.imports.wanted import Fault, Wanted, read_row
from inventory.models import Asset
from inventory.tables.table import Table


def read_rows(table: Table, mapping: Mapping[str, int], today: date) -> tuple[list[Wanted], list[Fault]]:
    """What the rows say, and the faults that show in each by itself."""
    rows: list[Wanted] = []
    faults: list[Fault] = []
    for row in table.rows:
        wanted, wrong = read_row(row, mapping, today)
        rows.append(wanted)
        faults += wrong
    return rows, faults


def plan_of(rows: Iterable[Wanted], faults: Iterable[Fault], known: Known) -> Plan:
    """What an import of the rows would do. ``faults`` are those already found; their rows are judged no further."""
    making = _Making(known, Plan(faults=list(faults)))
    broken = {fault.row for fault in making.plan.faults}
    parts = []
    for row in rows:
        if row.row in broken:
            making.broken |= {row.asset_number, row.serial_number}
        elif making.is_part(row):
            parts.append(row)
        else:
            making.whole(row)
    for row in parts:
        making.part(row)
    making.let_parts_follow()
    making.plan.faults.sort(key=lambda fault: fault.row)
    return making.plan


class _Making:
    """A plan while it is made. ``wholes`` are those of the file, by number and by serial number."""

    def __init__(self, known: Known, plan: Plan):
        self.known, self.plan, self.seen = known, plan, Seen()
        self.wholes: dict[str, Asset] = {}
        self.broken: set[str] = set()
        self.named: set[int] = set()

    def is_part(self, row: Wanted) -> bool:
        asset, _ = match(row, self.known)
        return asset.part_of_id is not None if asset else bool(row.part_of)

    def whole(self, row: Wanted) -> None:
        asset, faults = match(row, self.known)
        faults += self.seen.faults(row, asset)
        if asset is None:
            made, more = new_whole(row, self.known)
            piece = Piece(made, row) if made else None
        elif not faults:
            piece, more = changed_whole(row, asset, self.known)
        else:
            piece, more = None, []
        if piece and not faults and not more:
            more = list(shared_faults(row, piece.asset, self.known, self.seen))
        self._keep(row, piece, [*faults, *more])
        if piece and not faults and not more:
            for name in (piece.asset.asset_number, piece.asset.serial_number):
                self.wholes.setdefault(name, piece.asset)

    def part(self, row: Wanted) -> None:
        asset, faults = match(row, self.known)
        faults += self.seen.faults(row, asset)
        whole = self._whole_of(row, asset)
        if faults or (row.part_of in self.broken and whole is None):
            self.plan.faults += faults
            return
        if whole is None:
            what = f"{row.part_of} finns varken i filen eller på enheterna."
            self.plan.faults.append(
                row.fault("part_of", what, "Skriv nummer eller serienummer för det som delen hör till.")
            )
        elif whole.part_of_id is not None:
            what = f"{whole.asset_number} är själv en del."
            self.plan.faults.append(row.fault("part_of", what, "Skriv numret på det som båda hör till."))
        elif asset is None:
            made, faults = new_part(row, whole, self.known)
            self._keep(row, Piece(made, row) if made else None, faults)
        else:
            self._keep(row, *changed_part(row, asset, whole, self.known))

    def _whole_of(self, row: Wanted, asset: Asset | None) -> Asset | None:
        if asset is not None:
            return self.known.assets[asset.part_of_id]
        found = self.wholes.get(row.part_of) or self.known.named(row.part_of)
        here = found and (
            found.pk is None or self.known.region.pk in (found.store_id, found.unit and found.unit.region_id)
        )
        return found if here else None

    def _keep(self, row: Wanted, piece: Piece | None, faults: list[Fault]) -> None:
        self.plan.faults += faults
        if faults or piece is None:
            self.broken |= {row.asset_number, row.serial_number}
        elif piece.before is None:
            self.plan.new.append(piece)
        else:
            self.named.add(piece.asset.pk)
            if piece.before:
                self.plan.changed.append(piece)
            else:
                self.plan.unchanged += 1

    def let_parts_follow(self) -> None:
        """Parts without a row of their own go with their whole."""
        for piece in list(self.plan.changed):
            for part in self.known.parts.get(piece.asset.pk, ()):
                if part.pk not in self.named:
                    following = Piece(part, None, before={})
                    follow(following, piece.asset)
                    if following.before:
                        self.plan.changed.append(following)
