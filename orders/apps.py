from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "orders"
    verbose_name = "Beställningar"

    def ready(self) -> None:
        from inventory.sources import register_sources
        from orders.handlers import subscribe_all
        from orders.sources import order_addresses
        from orders.words import KINDS, SUBJECTS
        from portal.core.audit.words import register_words

        subscribe_all()
        register_sources(order_addresses)
        register_words(KINDS, SUBJECTS)
