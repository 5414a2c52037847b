"""What is counted in-process: queries per page, weights, the PDF. ``python -m portal.home.bench.inside < job.json``"""

import gzip
import json
import re
import sys
import time
from pathlib import Path
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orders.models import Document, Order
from portal.core import clock

HOST = "127.0.0.1"


def count_queries(requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each request twice, the second counted: what is read once per process is read by then."""
    answers = []
    for request in requests:
        client = Client(SERVER_NAME=HOST)
        for name, value in (request.get("cookies") or {}).items():
            client.cookies[name] = value
        _ask(client, request, 0)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = _ask(client, request, 1)
        answers.append(
            {
                "name": request["name"],
                "status": response.status_code,
                "queries": len(captured),
                "sql": [one["sql"][:2000] for one in captured] if request.get("sql") else [],
                "html": len(response.content),
                "gz": len(gzip.compress(response.content, 6)),
                "assets": _weight_of_assets(response.content.decode(errors="replace")),
            }
        )
    return answers


def _ask(client: Client, request: dict[str, Any], turn: int) -> Any:
    headers = request.get("headers")
    if request.get("method", "GET") == "GET":
        return client.get(request["path"], headers=headers)
    body = request["bodies"][turn]
    return client.post(request["path"], body, content_type=request["kind"], headers=headers)


def _weight_of_assets(html: str) -> int:
    """Style sheets and scripts that the page asks for, compressed, in bytes."""
    names = set(re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', html))
    root = Path(settings.STATIC_ROOT)
    return sum(len(gzip.compress((root / name).read_bytes(), 9)) for name in names)


def time_pdf(number: str) -> float:
    """Seconds that the worker needs for an order's PDF, the second time: fonts are read by then."""
    from orders.documents.make import make_document

    order = Order.objects.get(number=number)
    payload = {"kind": Document.Kind.ORDER.value, "order": order.pk, "delivery": None}
    took = 0.0
    for _ in range(2):
        Document.objects.filter(order=order).delete()
        began = time.perf_counter()
        make_document(payload, clock.now())
        took = time.perf_counter() - began
    return took


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    found: dict[str, Any] = {"counts": count_queries(asked["requests"])}
    if asked.get("pdf"):
        found["pdf"] = time_pdf(asked["pdf"])
    json.dump(found, sys.stdout)
