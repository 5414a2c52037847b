"""How gunicorn runs the portal, in the demo, the tests, the benchmarks and production alike.

Address, number of workers and log level come from gunicorn's own command line or ``GUNICORN_CMD_ARGS``.
"""

import gc
import os
from importlib import import_module
from typing import Any

from django.conf import settings

from portal.embedded.parentage import die_with_parent

wsgi_app = "portal.wsgi:application"
worker_class = "sync"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
preload_app = True
control_socket_disable = True
# Nothing slow runs in a request, so one that takes this long is stuck.
timeout = 30
graceful_timeout = 20
# A worker starts afresh now and then, spread so that they do not do so at once.
max_requests = 10_000
max_requests_jitter = 1_000
# Sockets and heartbeats on a disk can block a worker; memory cannot.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # nosec B108
# The portal logs its own requests, with request id and without addresses.
accesslog = None
errorlog = "-"


def when_ready(server: Any) -> None:
    """What is loaded before the workers are forked lives for ever: keep it out of every garbage collection, and
    out of the pages that a collection would copy into each worker. The addresses, with the views and forms behind
    them, are loaded now; Django would else do so at the first request, in each worker for itself."""
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()


def post_fork(server: Any, worker: Any) -> None:
    die_with_parent(parent=worker.ppid)
