from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "inventory.network"
    verbose_name = "Nätverkskontakt"

    def ready(self) -> None:
        from inventory.network.menu import nav
        from inventory.network.start import start, unit_panels, waits
        from inventory.network.tellings import register_tellings
        from inventory.network.words import KINDS, SUBJECTS
        from portal.core.audit.words import register_words
        from portal.core.web.context import register_nav
        from portal.core.web.start import register_start
        from portal.core.web.unit_panels import register_unit_panels

        register_tellings()
        register_words(KINDS, SUBJECTS)
        register_nav(nav)
        register_start(start, waits)
        register_unit_panels(unit_panels)
