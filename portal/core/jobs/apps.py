from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "portal.core.jobs"
    label = "jobs"
    verbose_name = "Schemalagda jobb"
