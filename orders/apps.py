from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "orders"
    verbose_name = "Beställningar"

    def ready(self) -> None:
        from orders.handlers import subscribe_all
        from orders.words import KINDS, SUBJECTS
        from portal.core.audit.words import register_words

        subscribe_all()
        register_words(KINDS, SUBJECTS)
