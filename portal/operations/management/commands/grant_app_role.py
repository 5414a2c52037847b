"""``manage.py grant_app_role``: after every migrate, as the tables' owner."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError, connection, transaction

from portal.operations.database_rights import grant


class Command(BaseCommand):
    help = "Ger portalens databasroll de rättigheter den behöver och inga andra. Körs som tabellernas ägare."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--role", default=settings.PORTAL_DATABASE_ROLE)

    def handle(self, *, role: str, verbosity: int, **options: Any) -> None:
        if connection.settings_dict["USER"] == role:
            raise CommandError(f"Kör kommandot som tabellernas ägare, inte som {role}.")
        try:
            with transaction.atomic():
                tables = grant(connection, role=role)
        except ProgrammingError as error:
            raise CommandError(f"Rättigheterna kunde inte ges till {role}: {error}") from error
        if verbosity:
            self.stdout.write(f"{role} har fått sina rättigheter till {tables} tabeller.")
