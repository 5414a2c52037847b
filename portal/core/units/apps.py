from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "portal.core.units"
    label = "units"
    verbose_name = "Vårdenheter"

    def ready(self) -> None:
        from portal.core.audit.words import register_words
        from portal.core.outbox.registry import subscribe
        from portal.core.units.handlers import subscribe_all
        from portal.core.units.verifying import KIND, verify_log
        from portal.core.units.words import KINDS, SUBJECTS

        subscribe_all()
        subscribe(KIND, verify_log)
        register_words(KINDS, SUBJECTS)
