from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "portal.home"
    label = "home"
    verbose_name = "Start"

    def ready(self) -> None:
        from portal.core.web.context import register_nav, register_person
        from portal.home.menu import nav, person

        register_nav(nav)
        register_person(person)
