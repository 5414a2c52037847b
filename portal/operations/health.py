"""Whether the portal can do its work: the parts it stands on, each asked directly and within seconds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import redis
import structlog
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from portal.core import clock
from portal.core.outbox.queries import oldest_unsent_age

OUTBOX_PATIENCE = timedelta(minutes=5)
BROKER_TIMEOUT_SECONDS = 2

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Check:
    """What one part said. ``detail`` is for whoever is on call: no addresses, no names, no error texts."""

    name: str
    ready: bool
    detail: str = ""


def readiness() -> list[Check]:
    """Ask every part. When the database is away, what lies in it is not asked for."""
    checks = [_ask("broker", _broker), database := _ask("database", _database)]
    if database.ready:
        checks += [_ask("migrations", _migrations), _ask("outbox", _outbox)]
    return checks


def _ask(name: str, question: Callable[[], tuple[bool, str]]) -> Check:
    try:
        return Check(name, *question())
    except (Error, redis.RedisError, OSError) as error:
        log.warning("operations.not_ready", part=name, error=type(error).__name__)
        return Check(name, False, "svarar inte")


def _database() -> tuple[bool, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True, ""


def _broker() -> tuple[bool, str]:
    timeouts = {"socket_timeout": BROKER_TIMEOUT_SECONDS, "socket_connect_timeout": BROKER_TIMEOUT_SECONDS}
    with redis.Redis.from_url(settings.REDIS_URL, **timeouts) as client:
        return bool(client.ping()), ""


def _migrations() -> tuple[bool, str]:
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return waiting == 0, f"{waiting} väntar" if waiting else ""


def _outbox() -> tuple[bool, str]:
    """Not ready when something has waited so long that neither the worker nor the sweep can have seen it."""
    age = oldest_unsent_age(clock.now())
    if age is None:
        return True, ""
    return age <= OUTBOX_PATIENCE, f"äldsta osända {int(age.total_seconds())} s"
