from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "orders"
    verbose_name = "Beställningar"

    def ready(self) -> None:
        from orders.handlers import subscribe_all

        subscribe_all()
