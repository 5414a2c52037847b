"""Load a region's units from a CSV file: all of it, or nothing and every fault with its row."""

import csv
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from portal.core import clock
from portal.core.errors import Refusal
from portal.core.units.actions.organisation import UnitRow, register_unit
from portal.core.units.models import Region

COLUMNS = tuple(field.name for field in fields(UnitRow))
_DAYS = ("contract_from", "contract_to")


class Command(BaseCommand):
    help = f"Läs in en regions vårdenheter från CSV med semikolon. Kolumner: {'; '.join(COLUMNS)}"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("region", help="regionens kod")
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="pröva filen utan att spara något")

    def handle(self, *args: Any, **options: Any) -> None:
        region = Region.objects.filter(code=options["region"]).first()
        if region is None:
            raise CommandError("Regionen finns inte. Lägg in den med manage.py add_region.")
        new = 0
        faults: list[str] = []
        with transaction.atomic():
            for place, values in _rows(options["file"]):
                try:
                    with transaction.atomic():
                        _, is_new = register_unit(region=region, row=_row(values), by=None, at=clock.now())
                    new += is_new
                except Refusal as refusal:
                    faults += [
                        f"Rad {place}, {one.field}: {one.message}" for one in refusal.details or (refusal,)
                    ]
                except ValueError as error:
                    faults.append(f"Rad {place}: {error}. Skriv datum som 2026-01-31.")
            if faults or options["check"]:
                transaction.set_rollback(True)
        if faults:
            raise CommandError("Inget är sparat.\n" + "\n".join(faults))
        self.stdout.write(f"{new} nya enheter{' skulle läggas in' if options['check'] else ' är inlagda'}.")


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"Filen kan inte läsas som text i UTF-8: {path}") from error
    reader = csv.DictReader(text.splitlines(), delimiter=";")
    missing = {"hsa_id", "name"} - set(reader.fieldnames or ())
    unknown = set(reader.fieldnames or ()) - set(COLUMNS)
    if missing or unknown:
        raise CommandError(f"Kolumnerna stämmer inte. Filen ska ha: {';'.join(COLUMNS)}")
    return [(place, row) for place, row in enumerate(reader, start=2) if any(row.values())]


def _row(values: dict[str, str]) -> UnitRow:
    given: dict[str, Any] = {name: (values.get(name) or "").strip() for name in COLUMNS}
    for name in _DAYS:
        given[name] = date.fromisoformat(given[name]) if given[name] else None
    return UnitRow(**given)
