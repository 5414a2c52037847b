from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "portal.home.dashboards"
    label = "dashboards"
    verbose_name = "Översikt"

    def ready(self) -> None:
        from portal.core.audit.words import register_words
        from portal.core.web.context import register_nav
        from portal.home.dashboards.handlers import subscribe_all
        from portal.home.dashboards.menu import nav
        from portal.home.dashboards.words import KINDS, SUBJECTS

        subscribe_all()
        register_words(KINDS, SUBJECTS)
        register_nav(nav)
