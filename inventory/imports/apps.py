from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "inventory.imports"
    verbose_name = "Import"

    def ready(self) -> None:
        from inventory.imports.handlers import subscribe_all
        from inventory.imports.menu import nav
        from inventory.imports.sources import import_addresses
        from inventory.imports.words import KINDS, SUBJECTS
        from inventory.sources import register_sources
        from portal.core.audit.words import register_words
        from portal.core.web.context import register_nav

        subscribe_all()
        register_words(KINDS, SUBJECTS)
        register_nav(nav)
        register_sources(import_addresses)
