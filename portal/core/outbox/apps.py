from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "portal.core.outbox"
    label = "outbox"
    verbose_name = "Utkorg"

    def ready(self) -> None:
        from portal.core.outbox.mail import MAIL, send_mail
        from portal.core.outbox.registry import subscribe

        subscribe(MAIL, send_mail)
