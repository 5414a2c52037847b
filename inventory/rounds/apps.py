from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "inventory.rounds"
    verbose_name = "Inventering"
