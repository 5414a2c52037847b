from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "portal.notices"
    label = "notices"
    verbose_name = "Driftinformation"

    def ready(self) -> None:
        from portal.core.audit.words import register_words
        from portal.core.web.context import register_head, register_nav
        from portal.core.web.start import register_start
        from portal.notices.handlers import subscribe_all
        from portal.notices.head import head
        from portal.notices.menu import nav
        from portal.notices.start import beside, to_do, waits
        from portal.notices.words import KINDS, SUBJECTS

        subscribe_all()
        register_words(KINDS, SUBJECTS)
        register_nav(nav)
        register_head(head)
        register_start(beside)
        register_start(to_do, waits)
