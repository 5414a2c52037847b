from django.apps import AppConfig


class EntitlementsConfig(AppConfig):
    name = "entitlements"
    verbose_name = "Bilaga och katalog"

    def ready(self) -> None:
        from entitlements.words import KINDS, SUBJECTS
        from portal.core.audit.words import register_words

        register_words(KINDS, SUBJECTS)
