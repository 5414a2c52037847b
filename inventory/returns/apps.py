from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "inventory.returns"
    verbose_name = "Återlämning"

    def ready(self) -> None:
        from inventory.panels import register_asset_panels
        from inventory.returns.asset_page import asset_parts
        from inventory.returns.handlers import subscribe_all
        from inventory.returns.menu import nav
        from inventory.returns.sources import return_addresses
        from inventory.returns.start import start, waits
        from inventory.returns.words import KINDS, SUBJECTS
        from inventory.sources import register_sources
        from portal.core.audit.words import register_words
        from portal.core.web.context import register_nav
        from portal.core.web.start import register_start

        subscribe_all()
        register_words(KINDS, SUBJECTS)
        register_sources(return_addresses)
        register_nav(nav)
        register_start(start, waits)
        register_asset_panels(asset_parts)
