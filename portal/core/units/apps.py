from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "portal.core.units"
    label = "units"
    verbose_name = "Vårdenheter"
