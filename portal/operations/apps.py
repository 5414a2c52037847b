from typing import Any

from celery.signals import worker_process_init
from django.apps import AppConfig

from portal.embedded.parentage import die_with_parent


class OperationsConfig(AppConfig):
    name = "portal.operations"
    label = "operations"
    verbose_name = "Drift"

    def ready(self) -> None:
        # A worker killed hard must not leave pool processes that go on with tasks which are being handed out again.
        worker_process_init.connect(_end_with_the_worker, weak=False)


def _end_with_the_worker(**_: Any) -> None:
    die_with_parent()
