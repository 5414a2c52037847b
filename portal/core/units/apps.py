from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "portal.core.units"
    label = "units"
    verbose_name = "Vårdenheter"

    def ready(self) -> None:
        from portal.core.units.handlers import subscribe_all

        subscribe_all()
