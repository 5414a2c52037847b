from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "orders"
    verbose_name = "Beställningar"

    def ready(self) -> None:
        from inventory.caps import register_caps
        from inventory.incidents.presentation import register_follower
        from inventory.sources import register_sources
        from orders.actions.idempotent import once_named
        from orders.caps import cap_warning
        from orders.following import orders_after
        from orders.handlers import subscribe_all
        from orders.queries.standing import units_over
        from orders.sources import order_addresses
        from orders.words import KINDS, SUBJECTS
        from portal.core.audit.words import register_words
        from portal.core.units.standing import register_over
        from portal.core.web.api_once import register_once

        subscribe_all()
        register_sources(order_addresses)
        register_caps(cap_warning)
        register_once(once_named)
        register_words(KINDS, SUBJECTS)
        register_over(units_over)
        register_follower(orders_after)
