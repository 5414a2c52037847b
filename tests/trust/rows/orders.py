"""Orders, the unit's pages and the region's, with the appendix that they follow."""

from typing import Any

from orders.models import OrderLine
from tests.trust.rows.row import (
    ATTESTERS,
    COORDINATOR,
    DELIVERY,
    PUBLIC,
    SEES_UNITS,
    Row,
    of,
)
from tests.trust.scene import CONTACT, HEADS, Side


def granted_whole(side: Side) -> dict[str, Any]:
    lines = OrderLine.objects.filter(order=side.submitted)
    return {f"rad-{one.pk}-beslut": "GRANTED" for one in lines} | {"seen": side.submitted.content_hash}


ORDERS = {
    "entitlements:appendix": Row(PUBLIC),  # a public contract
    # --- Orders: the unit's pages
    "orders:new": Row(HEADS, HEADS),
    "orders:new_rows": Row(None, HEADS),
    "orders:edit": Row(HEADS, HEADS, thing=of("draft")),
    "orders:rows": Row(None, HEADS, thing=of("draft")),
    "orders:review": Row(
        HEADS, HEADS, thing=of("draft"), data=lambda side: {"seen": side.draft.content_hash}
    ),
    "orders:discard": Row(HEADS, HEADS, thing=of("draft")),
    "orders:list": Row(SEES_UNITS),
    "orders:detail": Row(SEES_UNITS, thing=of("closed")),
    "orders:withdraw": Row(HEADS, HEADS, thing=of("submitted")),
    "orders:document": Row(
        SEES_UNITS, thing=lambda side: {"number": side.closed.number, "pk": side.document.pk}
    ),
    "orders:confirm": Row(HEADS | CONTACT, HEADS | CONTACT, thing=of("delivery")),
    "orders:matters": Row(SEES_UNITS),
    "orders:matter_new": Row(HEADS, HEADS),
    "orders:matter": Row(
        SEES_UNITS,
        frozenset({"coordinator", "it_coordinator"}),
        thing=lambda side: {"pk": side.matter.pk},
        data=lambda side: {"answer": "Ja."},
    ),
    # --- Orders: the region's pages
    "orders:check_queue": Row(COORDINATOR),
    "orders:check": Row(COORDINATOR, COORDINATOR, thing=of("submitted"), data=granted_whole),
    "orders:attest_queue": Row(ATTESTERS),
    "orders:attest": Row(
        ATTESTERS, ATTESTERS, thing=of("checked"), data=lambda side: {"seen": side.checked.content_hash}
    ),
    "orders:attest_batch": Row(
        None,
        ATTESTERS,
        data=lambda side: {
            "order": f"{side.checked.number}:{side.checked.content_hash[:16]}",
            "bekraftad": "1",
        },
    ),
    "orders:pick_list": Row(DELIVERY),
    "orders:deliver": Row(DELIVERY, DELIVERY, thing=of("attested")),
    "orders:delivery": Row(
        DELIVERY,
        thing=lambda side: {"number": side.delivery.order.number, "delivery": side.delivery.number},
    ),
}
