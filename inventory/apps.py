from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "inventory"
    verbose_name = "Utrustning"

    def ready(self) -> None:
        from inventory.handlers import subscribe_all
        from inventory.panels import register_asset_panels
        from inventory.register_panels import register_parts
        from inventory.sources import move_addresses, register_sources
        from inventory.start import start, waits
        from inventory.tellings import register_tellings
        from inventory.words import KINDS, SUBJECTS
        from portal.core.audit.words import register_words
        from portal.core.web.start import register_start

        subscribe_all()
        register_tellings()
        register_sources(move_addresses)
        register_asset_panels(register_parts)
        register_start(start, waits)
        register_words(KINDS, SUBJECTS)
