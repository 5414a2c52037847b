from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "inventory.incidents"
    verbose_name = "Incidenter"

    def ready(self) -> None:
        from inventory.incidents.actions.lend import end_loans
        from inventory.incidents.asset_page import asset_parts
        from inventory.incidents.handlers import subscribe_all
        from inventory.incidents.menu import nav
        from inventory.incidents.sources import incident_addresses
        from inventory.incidents.start import start, waits
        from inventory.incidents.words import KINDS, SUBJECTS
        from inventory.lending import register_loans
        from inventory.panels import register_asset_panels
        from inventory.sources import register_sources
        from portal.core.audit.words import register_words
        from portal.core.web.context import register_nav
        from portal.core.web.start import register_start

        subscribe_all()
        register_words(KINDS, SUBJECTS)
        register_sources(incident_addresses)
        register_asset_panels(asset_parts)
        register_loans(end_loans)
        register_nav(nav)
        register_start(start, waits)
