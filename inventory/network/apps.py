from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "inventory.network"
    verbose_name = "Nätverkskontakt"
