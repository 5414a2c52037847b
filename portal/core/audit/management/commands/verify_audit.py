"""Reckon every hash chain again and tell what does not agree."""

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from portal.core.audit.chain import ChainedRecord, broken_links


class Command(BaseCommand):
    help = (
        "Kontrollera att ingen rad i de låsta loggarna har ändrats, tagits bort eller lagts till i efterhand."
    )

    def handle(self, *args, **options) -> None:
        faults = []
        for model in apps.get_models():
            if issubclass(model, ChainedRecord):
                faults += broken_links(model)
                self.stdout.write(
                    f"{model._meta.verbose_name_plural}: {model._default_manager.count()} rader lästa"
                )
        if faults:
            raise CommandError("\n".join(faults[:50]))
        self.stdout.write("Alla kedjor håller.")
