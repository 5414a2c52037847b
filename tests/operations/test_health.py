"""/healthz/ and /readyz/, asked of the portal as it runs."""

from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.outbox.models import Message
from portal.operations.health import OUTBOX_PATIENCE

pytestmark = pytest.mark.django_db


def checks(client) -> dict[str, dict[str, object]]:
    return client.get("/readyz/").json()["checks"]


def waiting_since(at) -> None:
    Message.objects.create(kind="test", payload={}, dedupe_key=str(at), created_at=at, available_at=at)


def test_alive_asks_nothing_of_the_database(client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert client.get("/healthz/").json() == {"status": "ok"}


def test_ready_when_every_part_is(client) -> None:
    response = client.get("/readyz/")
    assert response.status_code == 200
    assert response["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert {name: check["ready"] for name, check in response.json()["checks"].items()} == {
        "broker": True,
        "database": True,
        "migrations": True,
        "outbox": True,
    }


def test_not_ready_without_the_broker(client, broker) -> None:
    broker.stop()
    response = client.get("/readyz/")
    assert response.status_code == 503
    assert response.json()["checks"]["broker"] == {"ready": False, "detail": "svarar inte"}
    assert client.get("/healthz/").status_code == 200


@pytest.mark.parametrize(("seconds_more", "ready"), [(-5, True), (5, False)])
def test_not_ready_when_a_message_has_waited_too_long(client, seconds_more: int, ready: bool) -> None:
    waiting_since(clock.now() - OUTBOX_PATIENCE - timedelta(seconds=seconds_more))
    assert checks(client)["outbox"]["ready"] is ready


def test_a_message_for_later_keeps_nobody_waiting(client) -> None:
    waiting_since(clock.now() + timedelta(hours=1))
    assert checks(client)["outbox"] == {"ready": True, "detail": ""}


def test_figures_for_whoever_has_the_token(client, settings) -> None:
    waiting_since(clock.now() - timedelta(seconds=90))
    settings.METRICS_TOKEN = "a-token"
    answer = client.get("/metrics", headers={"Authorization": "Bearer a-token"}).content.decode()
    assert 'portal_ready{part="database"} 1\n' in answer
    assert "portal_outbox_waiting 1\n" in answer
    oldest = next(line for line in answer.splitlines() if line.startswith("portal_outbox_oldest_seconds "))
    assert 90 <= float(oldest.split()[1]) < 150


@pytest.mark.parametrize(
    ("token", "brought"), [("", "Bearer "), ("a-token", ""), ("a-token", "Bearer another")]
)
def test_no_figures_for_others(client, settings, token: str, brought: str) -> None:
    settings.METRICS_TOKEN = token
    assert client.get("/metrics", headers={"Authorization": brought}).status_code == 404


def test_only_get_and_head(client) -> None:
    assert client.post("/readyz/").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_not_ready_without_the_database(own_servers, start_portal) -> None:
    portal = start_portal(own_servers)
    assert portal.status("/readyz/") == 200
    own_servers.postgres.kill()
    assert portal.status("/readyz/") == 503
    assert portal.status("/healthz/") == 200
    own_servers.postgres.start()
    assert portal.status("/readyz/") == 200
