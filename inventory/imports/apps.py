from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "inventory.imports"
    verbose_name = "Import"
