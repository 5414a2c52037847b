"""One order from placed to closed through the API alone, as the persons who do it."""

from inventory.models import Asset
from orders.models import AttestRecord
from portal.core.audit.models import AuditEvent


def test_an_order_goes_all_the_way(world, call) -> None:
    head, coordinator, manager = call("head"), call("coordinator"), call("manager")
    body = {
        "unit": world.unit.hsa_id,
        "lines": [
            {
                "item": "base-package",
                "variant": "laptop",
                "options": ["docking-station"],
                "quantity": 2,
                "motivation": "",
                "function": "Reception 1",
                "room": "112",
            },
            {"item": "extra-screen", "quantity": 1, "motivation": "Två bilder bredvid varandra."},
        ],
    }
    placed = head.post("/api/v1/orders/", body, headers={"Idempotency-Key": "k1"})
    assert placed.status_code == 201, placed.json()
    order = placed.json()
    assert order["state"] == "SUBMITTED"
    assert order["cost_centre"] == "95492"
    assert placed["Location"] == f"http://testserver/api/v1/orders/{order['number']}/"
    laptop, screen = order["lines"]
    assert (laptop["ordered"], laptop["granted"], laptop["remaining"]) == (2, None, 0)
    assert screen["outcome"] == "NEEDS_REVIEW"
    assert {one["code"] for one in screen["verdicts"]} == {"WITHIN_BASE_PACKAGES", "NEEDS_DECISION"}
    address = f"/api/v1/orders/{order['number']}/"

    decisions = [
        {"line": laptop["id"], "granted": 2},
        {"line": screen["id"], "granted": 0, "reason": "NOT_MOTIVATED"},
    ]
    checked = coordinator.post(
        f"{address}check/", {"lines": decisions, "content_hash": order["content_hash"]}
    )
    assert checked.status_code == 200, checked.json()
    assert [line["decision"] for line in checked.json()["lines"]] == ["GRANTED", "REFUSED"]

    attested = manager.post(f"{address}attest/", {"decision": "ATTESTED", "reason": ""})
    assert attested.json()["state"] == "ATTESTED"
    again = manager.post(f"{address}attest/", {"decision": "ATTESTED"})
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")

    lines = {"lines": [{"line": laptop["id"], "serial_numbers": ["5cg1", "5CG2"]}]}
    delivered = call("delivery").post(f"{address}deliveries/", lines)
    assert delivered.status_code == 201, delivered.json()
    assert [piece["serial_number"] for piece in delivered.json()["pieces"]] == ["5CG1", "5CG2"]
    assert call("delivery").get(f"{address}deliveries/").json()["results"] == [delivered.json()]

    received = call("contact").post(f"{address}receipt/", {})
    assert received.json()["state"] == "CLOSED", received.json()
    assert [line["received"] for line in received.json()["lines"]] == [2, 0]

    assets = head.get("/api/v1/assets/?serial=5cg1").json()["results"]
    assert [one["serial_number"] for one in assets] == ["5CG1"]
    asset = head.get(f"/api/v1/assets/{assets[0]['asset_number']}/").json()
    assert {part["item"] for part in asset["parts"]} == {"screen", "keyboard", "mouse", "docking-station"}
    assert Asset.objects.filter(part_of__isnull=True).count() == 2
    assert {record.authentication["provider"] for record in AttestRecord.objects.all()} == {"token"}
    assert "token" in AuditEvent.objects.get(kind="order.submitted").authentication.values()


def test_the_answer_to_an_order_is_the_order_as_it_is_read(world, call) -> None:
    """What the act holds in memory answers; with a key, what is stored does."""
    head = call("head")
    lines = [{"item": "base-package", "variant": "laptop", "quantity": 1, "function": "Reception 1"}]
    lines += [{"item": "extra-screen", "quantity": 1, "motivation": "Två bilder bredvid varandra."}]
    for headers in ({}, {"Idempotency-Key": "k2"}):
        placed = head.post("/api/v1/orders/", {"unit": world.unit.hsa_id, "lines": lines}, headers=headers)
        assert placed.status_code == 201, placed.json()
        assert placed.json() == head.get(placed["Location"]).json()
