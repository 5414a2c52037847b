from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "portal.core.people"
    label = "people"
    verbose_name = "Personer"
