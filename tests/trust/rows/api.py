"""The same things for programs, under /api/v1/."""

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
    unit_of,
)
from tests.trust.scene import CONTACT, EVERYONE, HEADS, Side


def api_granted_whole(side: Side) -> dict[str, Any]:
    lines = OrderLine.objects.filter(order=side.submitted)
    return {"lines": [{"line": one.pk, "granted": one.quantity} for one in lines]}


def api_new_order(side: Side) -> dict[str, Any]:
    wanted = {"item": "base-package", "quantity": 1, "variant": "laptop"}
    return {"unit": side.unit.hsa_id, "lines": [wanted]}


API = {
    "api_schema": Row(PUBLIC, tells=PUBLIC),  # examples, the same for all
    "api_me": Row(EVERYONE),
    "api_units": Row(EVERYONE),
    "api_unit": Row(SEES_UNITS, thing=unit_of),
    "api_catalogue": Row(EVERYONE - {"nobody"}),  # the region is that of one's roles
    "api_assets": Row(EVERYONE),
    "api_asset": Row(SEES_UNITS, thing=lambda side: {"asset_number": side.asset.asset_number}),
    "api_moves": Row(
        EVERYONE,
        HEADS,
        data=lambda side: {
            "asset": side.asset.asset_number,
            "to_unit": "SE0000000000-FINNS-INTE",
            "reason": "Behövs där.",
        },
        in_body=True,
    ),
    "api_move": Row(SEES_UNITS, thing=of("move")),
    # The third unit, which the move goes to, has no head among the people of the scene.
    "api_move_accept": Row(None, frozenset(), thing=of("move")),
    "api_move_approve": Row(None, COORDINATOR, thing=of("move")),
    "api_move_decline": Row(None, COORDINATOR, thing=of("move"), data=lambda side: {"reason": "Nej."}),
    "api_move_withdraw": Row(None, HEADS, thing=of("move")),
    "api_services": Row(SEES_UNITS, thing=unit_of),
    "api_entitlement": Row(SEES_UNITS, thing=unit_of),
    "api_orders": Row(EVERYONE, HEADS, data=api_new_order, in_body=True),
    "api_order": Row(SEES_UNITS, thing=of("closed")),
    "api_withdraw": Row(None, HEADS, thing=of("submitted")),
    "api_check": Row(None, COORDINATOR, thing=of("submitted"), data=api_granted_whole),
    "api_return": Row(None, COORDINATOR, thing=of("submitted"), data=lambda side: {"message": "Mer."}),
    "api_attest": Row(None, ATTESTERS, thing=of("checked"), data=lambda side: {"decision": "ATTESTED"}),
    "api_deliveries": Row(SEES_UNITS, DELIVERY, thing=of("attested"), data=lambda side: {"lines": []}),
    "api_receipt": Row(
        None, HEADS | CONTACT, thing=lambda side: {"number": side.delivery.order.number}, data=lambda side: {}
    ),
    "api_notices": Row(EVERYONE),
    "api_notice": Row(SEES_UNITS, thing=of("notice")),
    "api_acknowledgement": Row(
        None, HEADS | CONTACT, thing=of("notice"), data=lambda side: {"unit": side.unit.hsa_id}
    ),
}
