from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "inventory.incidents"
    verbose_name = "Incidenter"

    def ready(self) -> None:
        from inventory.incidents.words import KINDS, SUBJECTS
        from portal.core.audit.words import register_words

        register_words(KINDS, SUBJECTS)
