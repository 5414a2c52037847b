"""Add the first administrator of a region, who then adds everyone else in the portal."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from portal.core import clock
from portal.core.errors import Refusal
from portal.core.people.actions import add_person
from portal.core.units.actions.assignments import appoint_first_administrator
from portal.core.units.models import Region


class Command(BaseCommand):
    help = "Lägg in en regions första systemadministratör. Sätt sedan lösenord med manage.py set_password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("region", help="regionens kod")
        parser.add_argument("hsa_id", metavar="HSA-ID")
        parser.add_argument("given_name")
        parser.add_argument("family_name")
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        region = Region.objects.filter(code=options["region"]).first()
        if region is None:
            raise CommandError("Regionen finns inte. Lägg in den med manage.py add_region.")
        at = clock.now()
        try:
            with transaction.atomic():
                user = add_person(
                    hsa_id=options["hsa_id"],
                    given_name=options["given_name"],
                    family_name=options["family_name"],
                    email=options["email"],
                    by=None,
                    at=at,
                )
                appoint_first_administrator(user=user, region=region, at=at)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"{user.display_name} är systemadministratör för {region.name}.")
