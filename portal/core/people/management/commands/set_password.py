"""Give a person a password for signing in, for break-glass and until OpenID Connect is in place."""

from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.core import clock
from portal.core.people.actions import set_password
from portal.core.people.hsa_id import normalise_hsa_id
from portal.core.people.models import User


class Command(BaseCommand):
    help = "Sätt ett lösenord för en person. Vid första inloggningen ska personen lägga till en andra faktor."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("hsa_id", metavar="HSA-ID")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(hsa_id=normalise_hsa_id(options["hsa_id"])).first()
        if user is None:
            raise CommandError("Ingen person har det HSA-id:t.")
        password = getpass("Lösenord (minst 14 tecken): ")
        if password != getpass("En gång till: "):
            raise CommandError("Lösenorden är inte lika. Inget är sparat.")
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        set_password(user=user, password=password, by=None, at=clock.now())
        self.stdout.write("Lösenordet är satt.")
