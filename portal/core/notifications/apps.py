from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "portal.core.notifications"
    label = "notifications"
    verbose_name = "Aviseringar"

    def ready(self) -> None:
        from portal.core.audit.words import register_words
        from portal.core.notifications.handlers import subscribe_all
        from portal.core.notifications.words import KINDS

        subscribe_all()
        register_words(KINDS)
