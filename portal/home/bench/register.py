"""How long it takes to import 1 000 assets and to take in 10 000 network contacts.

``python -m portal.home.bench.register`` as the owner, on a database that ``portal.home.bench.data`` filled. Prints JSON.
"""

import io
import json
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from statistics import median
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from knox.models import AuthToken

from inventory.imports.actions.check import check_import
from inventory.imports.actions.run import start_import
from inventory.imports.actions.upload import upload_file
from inventory.imports.columns import BY_KEY
from inventory.imports.models import ImportRun
from inventory.models import Asset
from portal.core import clock
from portal.core.people.models import User
from portal.core.units.models import Assignment, CareUnit, Region, Role

IMPORTED = 1_000
CONTACTS = 10_000
ROUNDS = 3
KEYS = ("serial_number", "item", "unit", "function", "room")
_COLUMNS = (
    "asset_number, serial_number, item_code, item_name, kind, variant, model_name, unit_id, function, room, state, "
    "acquired_on"
)


def csv_of(mark: str, rows: int) -> bytes:
    """A file of new laptops, spread over the units; serial numbers begin with the mark."""
    units = list(CareUnit.objects.order_by("pk").values_list("hsa_id", flat=True)[:50])
    lines = [";".join(BY_KEY[key].label for key in KEYS)]
    lines += [
        f"{mark}{number:05d};base-package;{units[number % len(units)]};Reception {number};{number}"
        for number in range(rows)
    ]
    return "\r\n".join(lines).encode()


def import_all(content: bytes, region: Region, by: User) -> None:
    """Upload, check and import, as a person does it. Raises RuntimeError when it was not all imported."""
    run = upload_file(region=region, file_name="bench.csv", content=content, by=by, at=clock.now())
    run = check_import(run=run, mapping=run.mapping, by=by, at=clock.now())
    run = start_import(run=run, by=by, at=clock.now())
    if run.state != ImportRun.State.DONE:
        raise RuntimeError(f"import {run.state}: {run.problem} {run.faults[:3]}")


def copy_all(mark: str, rows: int) -> float:
    """Seconds that PostgreSQL needs to take in as many rows by COPY, into a table with the same constraints and
    indexes: the least that an import can take."""
    unit = CareUnit.objects.values_list("pk", flat=True)[:1][0]
    lines = (
        f"{mark}{number}\t{mark}{number}\tbase-package\tgrundpaket\tBASE_PACKAGE\tlaptop\tElmtorp Bok 14 G5\t{unit}\t"
        f"Reception {number}\t{number}\tIN_USE\t2026-01-01\n"
        for number in range(rows)
    )
    file = io.StringIO("".join(lines))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bench_copy (LIKE inventory_asset INCLUDING ALL)")
        began = time.perf_counter()
        cursor.copy_expert(f"COPY bench_copy ({_COLUMNS}) FROM STDIN", file)
        took = time.perf_counter() - began
        cursor.execute("DROP TABLE bench_copy")
    return took


def queries_of(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def seconds_of(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def time_imports(region: Region, by: User) -> dict[str, Any]:
    """Queries by number of rows, and seconds of the largest. The first import, which reads what is read once, does not
    count."""
    import_all(csv_of("W", 10), region, by)
    counted = {
        rows: queries_of(partial(import_all, csv_of(f"Q{rows}X", rows), region, by))
        for rows in (400, 500, 900, 1000)
    }
    took = [
        seconds_of(partial(import_all, csv_of(f"T{turn}X", IMPORTED), region, by)) for turn in range(ROUNDS)
    ]
    copied = [copy_all(f"C{turn}X", IMPORTED) for turn in range(ROUNDS)]
    return {"import": median(took), "copy": median(copied), "import_queries": counted}


def time_contacts(by: User) -> dict[str, Any]:
    """Seconds for a call with as many rows as one may have, each an asset with a later day than before, and queries of
    that and of a small one."""
    names = list(Asset.objects.order_by("pk").values_list("asset_number", flat=True)[:CONTACTS])
    client = Client(
        SERVER_NAME="127.0.0.1", headers={"Authorization": f"Token {AuthToken.objects.create(user=by)[1]}"}
    )

    def call(rows: int, day: str) -> None:
        contacts = [{"asset_number": name, "seen_at": f"{day}T06:00:00Z"} for name in names[:rows]]
        body = json.dumps({"contacts": contacts})
        answer = client.post("/api/v1/network-contacts/", body, content_type="application/json")
        if answer.status_code != 200 or answer.json()["received"] != rows:
            raise RuntimeError(f"{answer.status_code} {answer.content[:300]!r}")

    # Every call shall have something to write, and so its row in the log.
    Asset.objects.filter(asset_number__in=names).update(last_seen_on=None)
    yesterday, today, tomorrow = ((clock.today() + timedelta(days=days)).isoformat() for days in (-1, 0, 1))
    call(100, "2026-01-01")
    small = queries_of(lambda: call(100, yesterday))
    large = queries_of(lambda: call(len(names), today))
    took = [seconds_of(lambda: call(len(names), tomorrow)) for _ in range(2)]
    return {
        "contacts": took[0],
        "contacts_again": took[1],
        "contact_rows": len(names),
        "contact_queries": [small, large],
    }


def measure() -> dict[str, Any]:
    region = Region.objects.get()
    by = Assignment.objects.select_related("user").filter(role=Role.IT_DELIVERY)[0].user
    return {**time_imports(region, by), **time_contacts(by)}


if __name__ == "__main__":
    json.dump(measure(), sys.stdout)
