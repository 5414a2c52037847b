from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "inventory.rounds"
    verbose_name = "Inventering"

    def ready(self) -> None:
        from inventory.rounds.handlers import subscribe_all
        from inventory.rounds.menu import nav
        from inventory.rounds.sources import round_addresses
        from inventory.rounds.start import start, waits
        from inventory.rounds.words import KINDS, SUBJECTS
        from inventory.sources import register_sources
        from portal.core.audit.words import register_words
        from portal.core.web.context import register_nav
        from portal.core.web.start import register_start

        subscribe_all()
        register_sources(round_addresses)
        register_words(KINDS, SUBJECTS)
        register_nav(nav)
        register_start(start, waits)
