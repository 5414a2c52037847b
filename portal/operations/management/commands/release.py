"""``manage.py release``: what a new version needs before it serves. Run as the tables' owner."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

# The API answers in JSON only, so nobody asks for the pages that the framework brings along.
UNUSED_STATIC = ["rest_framework"]


class Command(BaseCommand):
    help = "Förbereder en ny version: migrerar databasen och ger portalens databasroll dess rättigheter."
    # The commands that are called check what they need. A fault in a page must not stop a migration half-way.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--static", action="store_true", help="samla också in de statiska filerna")

    def handle(self, *, static: bool, verbosity: int, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=verbosity, skip_checks=True)
        call_command("grant_app_role", verbosity=verbosity, skip_checks=True)
        if static:
            call_command(
                "collectstatic",
                interactive=False,
                verbosity=verbosity,
                skip_checks=True,
                ignore_patterns=UNUSED_STATIC,
            )
