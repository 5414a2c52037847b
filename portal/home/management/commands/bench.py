"""``manage.py bench``: the promises of speed. ``manage.py`` runs it before any setting is read: it brings its own."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.home.bench.run import main


class Command(BaseCommand):
    help = "Mäter det som portalen lovar om fart, mot egna tillfälliga servrar. --help visar valen."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("options", nargs="*")

    def handle(self, *, options: list[str], **_: Any) -> None:
        sys.exit(main(options))
