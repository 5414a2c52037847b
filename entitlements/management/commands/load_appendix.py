"""``manage.py load_appendix FILE…``: check appendix files and publish the versions in them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from entitlements.actions import publish_appendix
from entitlements.loader.errors import InvalidAppendix
from entitlements.loader.load import load_appendix
from entitlements.loader.types import AppendixFile
from portal.core import clock
from portal.core.errors import Refusal
from portal.core.people.models import User


class Command(BaseCommand):
    help = "Läser in bilageversioner från YAML-filer. Är något fel publiceras ingenting, och varje fel visas med rad."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="+", type=Path, metavar="fil", help="bilagefil, en version i varje"
        )
        parser.add_argument("--check", action="store_true", help="kontrollera filerna utan att publicera")
        parser.add_argument("--by", metavar="HSA-id", default="", help="den som publicerar; utan: driften")

    def handle(self, *, files: list[Path], check: bool, by: str, **options: Any) -> None:
        appendices = _read_all(files)
        publisher = _person(by)
        for appendix in sorted(appendices, key=lambda one: (one.region, one.valid_from)):
            label = f"{appendix.citation} {appendix.version}"
            if check:
                self.stdout.write(f"{label}: inga fel.")
                continue
            try:
                _, is_new = publish_appendix(appendix, by=publisher, at=clock.now())
            except Refusal as refusal:
                raise CommandError(f"{label}: {refusal.message}") from None
            done = (
                f"publicerad, gäller från {appendix.valid_from}" if is_new else "redan publicerad, oförändrad"
            )
            self.stdout.write(f"{label}: {done}.")


def _read_all(files: list[Path]) -> list[AppendixFile]:
    """Every file, or every fault in all of them."""
    appendices: list[AppendixFile] = []
    faults: list[object] = []
    for path in files:
        try:
            appendices.append(load_appendix(path))
        except InvalidAppendix as invalid:
            faults += invalid.errors
    if faults:
        raise CommandError("\n".join(str(fault) for fault in faults))
    return appendices


def _person(hsa_id: str) -> User | None:
    if not hsa_id:
        return None
    person = User.objects.filter(hsa_id=hsa_id.upper()).first()
    if person is None:
        raise CommandError(f"Ingen person med HSA-id {hsa_id} finns i portalen.")
    return person
