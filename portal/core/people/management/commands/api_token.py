"""``manage.py api_token HSA-ID``: an API token for a person, printed once."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.core import clock
from portal.core.errors import Refusal
from portal.core.people.hsa_id import normalise_hsa_id
from portal.core.people.models import User
from portal.core.people.tokens import issue_token


class Command(BaseCommand):
    help = "Skapar en API-nyckel för en person och skriver ut den. Den visas bara den här gången."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "hsa_id", metavar="HSA-ID", help="personens HSA-id, till exempel SE2321000073-1A2B"
        )
        parser.add_argument(
            "--days",
            type=int,
            default=settings.REST_KNOX["TOKEN_TTL"].days,
            help="dagar som nyckeln gäller (%(default)s)",
        )

    def handle(self, *, hsa_id: str, days: int, **options: Any) -> None:
        user = User.objects.filter(hsa_id=normalise_hsa_id(hsa_id)).first()
        if user is None:
            raise CommandError(f"Ingen person har HSA-id {hsa_id}.")
        try:
            self.stdout.write(issue_token(user=user, days=days, at=clock.now()))
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
