"""What has happened to what units have, and what they have on loan meanwhile."""

from typing import Any

from tests.trust.rows.row import COORDINATOR, DELIVERY, SEES_UNITS, Row
from tests.trust.scene import CONTACT, EVERYONE, HEADS, Side

ANSWERS = HEADS | CONTACT
REPORTERS = ANSWERS | COORDINATOR | DELIVERY
REPAIRERS = COORDINATOR | DELIVERY
INVOICERS = COORDINATOR | frozenset({"controller", "substitute"})


def theft(side: Side) -> dict[str, Any]:
    return {"number": side.theft.number}


def in_repair(side: Side) -> dict[str, Any]:
    return {"number": side.repair.number}


def charged_for(side: Side) -> dict[str, Any]:
    return {"number": side.charged.source}


def a_report(side: Side) -> dict[str, Any]:
    return {
        "asset": side.asset.asset_number,
        "kind": "FAULT",
        "happened_on": "2026-11-17",
        "description": "Startar inte.",
        "data_risk": "NO",
    }


INCIDENTS = {
    "incidents:list": Row(SEES_UNITS),
    # Another unit's number is one that does not exist, said at its field.
    "incidents:new": Row(
        REPORTERS,
        REPORTERS,
        data=a_report,
        query=lambda side: {"inventarie": side.asset.asset_number},
        in_body=True,
        no=(403, 404, 422),
    ),
    "incidents:detail": Row(SEES_UNITS, thing=theft),
    "incidents:police": Row(None, REPORTERS, thing=theft, data=lambda side: {"reference": "5000-K1-26"}),
    "incidents:picture_add": Row(None, REPORTERS, thing=theft),
    "incidents:picture": Row(SEES_UNITS, thing=lambda side: {**theft(side), "position": 1}),
    "incidents:decide": Row(
        None, COORDINATOR, thing=theft, data=lambda side: {"outcome": "NO_ACTION", "reason": "Hittad."}
    ),
    "incidents:repair": Row(None, REPAIRERS, thing=in_repair),
    "incidents:lend": Row(None, REPAIRERS, thing=in_repair),
    "incidents:withdraw": Row(None, ANSWERS, thing=theft),
    "incidents:close": Row(None, COORDINATOR, thing=theft),
    "incidents:invoice": Row(None, INVOICERS, thing=charged_for),
    "incidents:waive": Row(None, COORDINATOR, thing=charged_for),
    "incidents:charges": Row(SEES_UNITS),
    "incidents:charge": Row(
        SEES_UNITS,
        INVOICERS,
        thing=lambda side: {"pk": side.charged.pk},
        data=lambda side: {"gor": "fakturera"},
    ),
    "incidents:charges_csv": Row(SEES_UNITS),
    "incidents:charges_xlsx": Row(SEES_UNITS),
    "incidents:loan_extend": Row(None, REPAIRERS, thing=lambda side: {"pk": side.loan.pk}),
    "incidents:loans": Row(SEES_UNITS),
    "incidents:loan_return": Row(None, REPAIRERS, thing=lambda side: {"pk": side.loan.pk}),
}
INCIDENTS_API = {
    "api_incidents": Row(EVERYONE, REPORTERS, data=a_report, in_body=True),
    "api_incident": Row(SEES_UNITS, thing=theft),
}
