from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "inventory"
    verbose_name = "Utrustning"

    def ready(self) -> None:
        from inventory.handlers import subscribe_all
        from inventory.words import KINDS, SUBJECTS
        from portal.core.audit.words import register_words

        subscribe_all()
        register_words(KINDS, SUBJECTS)
