"""``manage.py workflow_diagram``: write the page that shows an order's states."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from orders.diagram import PAGE, page


class Command(BaseCommand):
    help = "Skriver portal/docs/workflow.md av beställningens steg i orders/workflow.py."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Säg bara om sidan stämmer.")

    def handle(self, **options: Any) -> None:
        if not options["check"]:
            PAGE.write_text(page(), encoding="utf-8")
        elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
            raise CommandError("portal/docs/workflow.md stämmer inte. Kör manage.py workflow_diagram.")
        self.stdout.write("portal/docs/workflow.md stämmer.")
