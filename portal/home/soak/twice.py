"""Every task of the portal twice, and every message of its outbox once more: ``python -m portal.home.soak.twice``.

Prints JSON: the tasks, and for each whose second run left another state than the first, the tables that differ.
"""

import inspect
import json
import sys

import django

if __name__ == "__main__":
    django.setup()

from django.apps import apps
from django.db import connection

from portal.celery import app
from portal.core import clock
from portal.core.outbox.actions import dispatch_next
from portal.core.outbox.models import Message

PACKAGES = ("portal.", "entitlements.", "inventory.", "orders.")
# When a job last ran and how often a message was tried is what being run again changes.
BOOKKEEPING = {"jobs_scheduledjob", "outbox_message"}
EVERY_MESSAGE = "varje meddelande en gång till"
NEEDS_ARGUMENTS = "tar argument"


def run_all() -> dict[str, object]:
    tasks = sorted(name for name in app.tasks if name.startswith(PACKAGES))
    changed: dict[str, list[str]] = {}
    for name in tasks:
        if _wants_arguments(name):
            changed[name] = [NEEDS_ARGUMENTS]
            continue
        first, second = _run(name), _run(name)
        if first != second:
            changed[name] = _differing(first, second)
    before = state()
    Message.objects.update(sent_at=None, available_at=clock.now())
    _drain()
    if before != (after := state()):
        changed[EVERY_MESSAGE] = _differing(before, after)
    return {"tasks": tasks, "changed": changed}


def _wants_arguments(name: str) -> bool:
    """A task that cannot be run as it stands proves nothing here, and must be said so."""
    parameters = inspect.signature(app.tasks[name].run).parameters.values()
    return any(one.default is one.empty and one.kind != one.VAR_KEYWORD for one in parameters)


def _run(name: str) -> dict[str, str]:
    app.tasks[name].apply(throw=True)
    _drain()
    return state()


def _drain() -> None:
    while dispatch_next(clock.now()):
        pass


def state() -> dict[str, str]:
    """Each table of ours as one number: how many rows, and a hash of them all. Of the outbox what there is to do."""
    tables = [
        one._meta.db_table
        for one in apps.get_models(include_auto_created=True)
        if one.__module__.startswith(PACKAGES) and one._meta.db_table not in BOOKKEEPING
    ]
    with connection.cursor() as cursor:
        found = {table: _hash(cursor, f'"{table}" t', "t::text") for table in tables}
        found["outbox_message"] = _hash(cursor, "outbox_message t", "t.dedupe_key")
    return found


def _hash(cursor: object, source: str, text: str) -> str:
    cursor.execute(
        f"SELECT count(*) || ' ' || md5(coalesce(string_agg({text}, '|' ORDER BY {text}), '')) FROM {source}"
    )
    return cursor.fetchone()[0]


def _differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return sorted(table for table in one if one[table] != other[table])


if __name__ == "__main__":
    app.loader.import_default_modules()
    json.dump(run_all(), sys.stdout)
