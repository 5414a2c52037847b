from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "inventory.returns"
    verbose_name = "Återlämning"
