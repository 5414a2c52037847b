"""``manage.py demo_people``: whom one can sign in as in the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.home.demo.people import Choice, groups

HEADINGS = ("Namn", "HSA-id", "Roll", "Arbetsplats", "Prova")


class Command(BaseCommand):
    help = "Skriver en tabell över de personer som man kan vara i demon."

    def handle(self, **options: Any) -> None:
        if not settings.PORTAL_DEMO:
            raise CommandError("Personerna finns bara i demon, när PORTAL_DEMO är 1.")
        rows = [HEADINGS, *(_row(choice) for group in groups() for choice in group.choices)]
        widths = [max(len(row[place]) for row in rows) for place in range(len(HEADINGS))]
        for number, row in enumerate(rows):
            self.stdout.write(
                "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
            )
            if number == 0:
                self.stdout.write("  ".join("─" * width for width in widths))
        self.stdout.write("")
        self.stdout.write(f"Välj person på {settings.PORTAL_URL}/demo/. Inget lösenord behövs i demon.")


def _row(choice: Choice) -> tuple[str, ...]:
    part = choice.part
    return (
        f"{part.given} {part.family}",
        choice.user.hsa_id,
        choice.role,
        choice.workplace,
        part.tries[0],
    )
