"""Register a region, so that its appendix and its units can be loaded."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.core import clock
from portal.core.errors import Refusal
from portal.core.units.actions.organisation import add_region


class Command(BaseCommand):
    help = "Lägg in en region: manage.py add_region kalmar ”Region Kalmar län” --county 08 --prefix KLM"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="kort kod med små bokstäver")
        parser.add_argument("name", help="regionens namn")
        parser.add_argument("--county", required=True, help="länskod, två siffror")
        parser.add_argument("--prefix", required=True, help="prefix för inventarienummer, till exempel KLM")
        parser.add_argument("--contact", required=True, help="vem enheterna frågar om beställningar")
        parser.add_argument("--email", default="", help="samordningens e-postadress")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            region = add_region(
                code=options["code"],
                name=options["name"],
                county_code=options["county"],
                asset_prefix=options["prefix"],
                order_contact=options["contact"],
                coordination_email=options["email"],
                by=None,
                at=clock.now(),
            )
        except Refusal as refusal:
            raise CommandError("\n".join(one.message for one in refusal.details or (refusal,))) from refusal
        self.stdout.write(f"{region.name} är inlagd. Läs in bilagan med manage.py load_appendix.")
