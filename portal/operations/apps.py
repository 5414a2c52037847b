import os
from typing import Any

from celery.signals import worker_init, worker_process_init
from django.apps import AppConfig

from portal.embedded.parentage import die_with_parent


class OperationsConfig(AppConfig):
    name = "portal.operations"
    label = "operations"
    verbose_name = "Drift"
    worker_pid: int | None = None

    def ready(self) -> None:
        from portal.core.audit.words import register_words
        from portal.core.outbox.registry import subscribe
        from portal.core.web.context import register_nav
        from portal.core.web.start import register_start
        from portal.operations.jobs import words as words_of_jobs
        from portal.operations.jobs.actions import KIND
        from portal.operations.jobs.handlers import start_job
        from portal.operations.jobs.views import nav
        from portal.operations.outbox import views as outbox
        from portal.operations.outbox import words as words_of_outbox

        subscribe(KIND, start_job)
        register_words(words_of_jobs.KINDS, words_of_jobs.SUBJECTS)
        register_words(words_of_outbox.KINDS, words_of_outbox.SUBJECTS)
        register_nav(nav)
        register_nav(outbox.nav)
        register_start(outbox.start, outbox.waits)
        # A worker that is killed must not leave pool processes that go on with tasks which are handed out again.
        worker_init.connect(self._worker_starts, weak=False)
        worker_process_init.connect(self._pool_process_starts, weak=False)

    def _worker_starts(self, **_: Any) -> None:
        self.worker_pid = os.getpid()

    def _pool_process_starts(self, **_: Any) -> None:
        # With the worker's number, since it may have died between the fork and now.
        die_with_parent(parent=self.worker_pid)
