from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "portal.core.web"
    label = "web"
    verbose_name = "Gemensamt för sidorna"
