from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "inventory.incidents"
    verbose_name = "Incidenter"
